"""Who did what, when and on whose behalf: written with what was done, and never changed."""

"""Read and export who did what, when, on whose behalf."""

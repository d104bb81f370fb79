"""Who may carry the label: what is asked, how it is assessed, decided, attested and verified."""

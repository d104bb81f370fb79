"""Who may come in: operators, by a pass that a command makes. People with accounts of their own follow."""

"""Who should meet whom: eligibility, signals, scores, places under capacity, cohorts, pairs, learning."""

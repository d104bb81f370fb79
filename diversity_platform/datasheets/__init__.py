"""What companies hand in: headcounts and financial years; and the population a city compares them with."""

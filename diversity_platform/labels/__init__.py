"""The label in the shell: what people see, print and embed of what a credential attests."""

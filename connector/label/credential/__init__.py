"""What attests the label: Open Badges 3.0 on Verifiable Credentials 2.0, signed, their status apart."""

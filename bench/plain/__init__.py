"""The desk's database engine without its seal, to be measured beside it; never part of the house."""

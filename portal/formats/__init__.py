"""How dates are written, language by language; what is not here is as Django has it."""

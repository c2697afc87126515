"""Simulation of the hinterland economy around Ibu Kota Nusantara."""

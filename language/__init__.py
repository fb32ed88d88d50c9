"""Words: catalogues, Arabic normaliser, digits, names, plural sentences, Hijri."""

"""The screens, one a module: what a request becomes. No rule of the field lives here."""

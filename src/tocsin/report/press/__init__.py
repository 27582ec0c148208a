"""What the hospital says in public: checked for what it must not say, frozen by two persons."""

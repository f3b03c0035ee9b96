"""Stand-ins for the platforms: as strict as they are, over real HTTP, driven by verbs."""

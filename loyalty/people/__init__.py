"""Who is who: two persons who say that they are one."""

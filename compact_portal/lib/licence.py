"""The licence of everything that the portal publishes for machines."""

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
LICENCE_NAME = "Open Government Licence 3.0"

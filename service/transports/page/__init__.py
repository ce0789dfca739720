"""The clinician's page: HTML made here, and what it fetches.

Open to everybody who reaches the service, without a token: it holds no patient, and
answers only about the values that are sent to it. What is under `/page` is the page's
own and no contract for integrators, who have `/v1`, `/fhir` and `/cds-services`.
"""

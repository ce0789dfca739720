"""The service.

ONNX Runtime reports its use to its maker unless this is set before it is first imported
(its Privacy.md): it would write an identifier of the device into the home folder and
call out from a hospital. Whatever imports a part of the service has set it.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

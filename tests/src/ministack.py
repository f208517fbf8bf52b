"""Runs ministack until standard input ends, which is when the test process is gone.

Its CloudFormation runs no macros, so the requests that may contain a template are changed on their way: the macros that a
test has registered, with the action `UseMacro`, process the template before ministack does. Two resource types of the
templates of a release are missing in it: `AWS::CloudFormation::Macro`, which is only recorded, and `AWS::IAM::RolePolicy`,
which is the inline policy of one role.
"""

import asyncio
import contextvars
import json
import os
import shutil
import sys
import threading
import urllib.request
from urllib.parse import parse_qs, urlencode

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, engine, handlers, helpers, provisioners

# The URL of each macro, and whether it processes the previous template again, by account and name.
MACROS = {}
# The processed template of the current request, or the reason why there is none.
PROCESSED = contextvars.ContextVar("PROCESSED", default=None)

handle_unchanged = cloudformation.handle_request
apply_transforms = engine._apply_transforms


def end_with_the_tests():
    sys.stdin.buffer.read()
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os._exit(0)


def first(form, name):
    return (form.get(name) or [""])[0]


def invoke(url, event):
    request = urllib.request.Request(url, json.dumps(event).encode(), method="POST")
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def process(template, form, account, region):
    """The template after the registered macros; the transforms of AWS are left to ministack."""
    stack = handlers._resolve_stack(first(form, "StackName")) or {}
    given = helpers._extract_members(form, "Parameters")
    values = engine._transform_parameters(template, given, stack.get("_resolved_params", {}))
    for name in engine.declared_transforms(template):
        if (account, name) not in MACROS:
            continue
        answer = invoke(MACROS[account, name][0], {
            "accountId": account,
            "fragment": template,
            "params": {},
            "region": region,
            "requestId": "r-1",
            "templateParameterValues": values,
            "transformId": f"{account}::{name}",
        })
        if answer["status"] != "success":
            raise ValueError(f"Transform {account}::{name} failed with: {answer['errorMessage']}")
        template = engine._without_transform(answer["fragment"], name)
    return template


async def handle_request(method, path, headers, body, query_params):
    form = parse_qs((body or b"").decode(), keep_blank_values=True)
    account, region = get_account_id(), get_region()
    action = first(form, "Action")
    if action == "UseMacro":
        MACROS[account, first(form, "Name")] = (first(form, "Url"), first(form, "RunsAgain") == "true")
        return 200, {"Content-Type": "text/xml"}, b"<UseMacroResponse/>"
    if action not in ("CreateStack", "UpdateStack", "CreateChangeSet"):
        return await handle_unchanged(method, path, headers, body, query_params)
    if first(form, "UsePreviousTemplate") == "true":
        stack = handlers._resolve_stack(first(form, "StackName")) or {}
        previous = stack.get("_template_body", "{}")
        names = engine.declared_transforms(engine._parse_template(previous))
        if any(MACROS.get((account, name), (None, False))[1] for name in names):
            del form["UsePreviousTemplate"]
            form["TemplateBody"] = [previous]
            body = urlencode(form, doseq=True).encode()
    text, problem = helpers._resolve_template(form)
    if text and not problem:
        try:
            template = engine._parse_template(text)
            # In a thread: the macro asks this server for layers meanwhile.
            processed = await asyncio.to_thread(process, template, form, account, region)
        except Exception as error:
            processed = error
        PROCESSED.set(processed)
    return await handle_unchanged(method, path, headers, body, query_params)


def apply_all_transforms(template, *arguments):
    processed = PROCESSED.get()
    if isinstance(processed, Exception):
        raise processed
    return apply_transforms(processed or template, *arguments)


def of_role(properties):
    """The properties of `AWS::IAM::Policy` that do what those of `AWS::IAM::RolePolicy` do."""
    return {**properties, "Roles": [properties["RoleName"]]}


def create_role_policy(logical_id, properties, stack_name):
    return provisioners._iam_policy_create(logical_id, of_role(properties), stack_name)


def update_role_policy(physical_id, old, new, stack_name, logical_id=None):
    return provisioners._iam_policy_update(physical_id, of_role(old), of_role(new), stack_name, logical_id)


def delete_role_policy(physical_id, properties):
    return provisioners._iam_policy_delete(physical_id, of_role(properties))


def create_macro(logical_id, properties, stack_name):
    return properties["Name"], {}


def update_macro(physical_id, old, new, stack_name):
    return new["Name"], {}


def delete_macro(physical_id, properties):
    pass


provisioners._RESOURCE_HANDLERS["AWS::IAM::RolePolicy"] = {
    "create": create_role_policy,
    "update": update_role_policy,
    "update_with_logical_id": True,
    "delete": delete_role_policy,
}
provisioners._RESOURCE_HANDLERS["AWS::CloudFormation::Macro"] = {
    "create": create_macro,
    "update": update_macro,
    "delete": delete_macro,
}
cloudformation.handle_request = handle_request
changesets._apply_transforms = apply_all_transforms
handlers._apply_transforms = apply_all_transforms
threading.Thread(target=end_with_the_tests, daemon=True).start()
sys.argv = ["ministack"]

from ministack.app import main

main()

#!/usr/bin/env python3
"""Makes ast/data/attributes.txt from AWS's resource provider schemas.

usage: attributes.py FOLDER_OF_SCHEMAS > ast/data/attributes.txt

A line is a resource type without its leading `AWS::`, then the attributes that Fn::GetAtt gives as a string, and with
an asterisk those that it gives as a list; with a question mark those of another or of an unclear type.
"""
import json
import os
import sys

# Resources of SAM, whose schemas are not among those of the providers
# (AWS SAM Developer Guide, "Return values" of each resource).
SAM = {
    'AWS::Serverless::Function': {'Arn': ''},
    'AWS::Serverless::HttpApi': {'ApiEndpoint': ''},
    'AWS::Serverless::SimpleTable': {'Arn': ''},
    'AWS::Serverless::StateMachine': {'Arn': '', 'Name': ''},
}

# Properties that Fn::GetAtt gives, too, and that look like a slip of another attribute.
PROPERTIES = {
    'AWS::EC2::Subnet': {'Ipv6CidrBlock': '?'},
    'AWS::Neptune::DBCluster': {'DBPort': '?'},
}


def resolve(schema, root):
    for _ in range(10):
        if '$ref' not in schema:
            break
        target = root
        for part in schema['$ref'].lstrip('#/').split('/'):
            target = target[part]
        schema = target
    return schema


def shape(schema, root):
    schema = resolve(schema, root)
    return {'string': '', 'array': '*'}.get(schema.get('type') if isinstance(schema.get('type'), str) else None, '?')


def attribute(pointer, root):
    parts = pointer.split('/')[2:]
    schema = root
    for part in parts:
        schema = resolve(schema, root).get('properties', {}).get(part)
        if schema is None:
            return None, None
    return '.'.join(parts), schema


def main(folder):
    types = {name: dict(attributes) for name, attributes in (SAM | PROPERTIES).items()}
    for file in sorted(os.listdir(folder)):
        root = json.load(open(os.path.join(folder, file), encoding='utf-8'))
        name = root.get('typeName', '')
        for pointer in root.get('readOnlyProperties', []) if name.startswith('AWS::') else []:
            path, schema = attribute(pointer, root)
            if path is None or path.count('.') > 1:
                continue
            found = {path: shape(schema, root)}
            for inner, value in resolve(schema, root).get('properties', {}).items():
                found[f'{path}.{inner}'] = shape(value, root)
            types.setdefault(name, {}).update({p: s for p, s in found.items() if p.count('.') < 2})
    for name in sorted(types, key=lambda name: name[5:]):
        if types[name]:
            print(name[5:], *(types[name][path] + path for path in sorted(types[name])))


main(sys.argv[1])

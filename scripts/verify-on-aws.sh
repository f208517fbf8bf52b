#!/usr/bin/env bash
# Checks on a real account what docs/aws-assumptions.md assumes: two stacks, one layer, no cost, five minutes.
# Prints "holds", "DIFFERS" or "not checked" for each assumption, and deletes everything that it has created.
#
#   AWS_PROFILE=sandbox scripts/verify-on-aws.sh
#
# Credentials and region are those of the AWS CLI. The first stack contains a macro that stands in for Uselatest: it
# replaces the name of the layer by the ARN of the newest version. To use a macro that is deployed already instead:
#
#   MACRO_NAME=Uselatest scripts/verify-on-aws.sh
set -euo pipefail

command -v aws >/dev/null || { echo 'aws, the AWS CLI, is not installed' >&2; exit 2; }
command -v python3 >/dev/null || { echo 'python3 is not installed' >&2; exit 2; }

# A name of its own for each run, so that two runs do not disturb each other, and nothing else is ever deleted.
run=uselatest-verify-$(date +%s)-$$
layer=$run
stack=$run-function
macro_stack=$run-macro
macro_name=${MACRO_NAME:-}
own_macro=
if [ -z "$macro_name" ]; then
    own_macro=yes
    macro_name=Verify$(date +%s)x$$
fi
folder=$(mktemp -d)
# The template contains characters outside of ASCII, whatever the locale is.
export AWS_PAGER= AWS_CLI_FILE_ENCODING=UTF-8 PYTHONUTF8=1

# Waits until no operation of a stack is in progress any more, and prints its status; "gone" if it does not exist.
settled() {
    local status
    for _ in $(seq 150); do
        status=$(aws cloudformation describe-stacks --stack-name "$1" --query 'Stacks[0].StackStatus' \
            --output text 2>/dev/null) || status=gone
        case $status in *_IN_PROGRESS) sleep 2 ;; *) break ;; esac
    done
    echo "$status"
}

# Waits for a stack, and ends the script unless its status is the expected one.
expect() {
    local status
    status=$(settled "$1")
    [ "$status" = "$2" ] || { echo "stack $1 has the status $status instead of $2" >&2; exit 2; }
}

# Runs in any case, so that nothing is left over; each step is tried even if another one fails.
cleanup() {
    echo "deleting the stacks and the layer of $run"
    # A stack with an operation in progress cannot be deleted.
    for name in "$stack" ${own_macro:+"$macro_stack"}; do
        settled "$name" >/dev/null
        aws cloudformation delete-stack --stack-name "$name" || true
        case $(settled "$name") in
            gone | DELETE_COMPLETE) ;;
            *) echo "stack $name could not be deleted; delete it by hand" >&2 ;;
        esac
    done
    # Deleting a version that does not exist is no error.
    for number in 1 2; do
        aws lambda delete-layer-version --layer-name "$layer" --version-number "$number" || true
    done
    rm -rf "$folder"
}
trap cleanup EXIT

differing=0
# number of the assumption, what was expected, what was found
report() {
    if [ "$2" = "$3" ]; then
        printf '%-4s holds        %s\n' "$1" "$3"
    else
        printf '%-4s DIFFERS      expected: %s; found: %s\n' "$1" "$2" "$3"
        differing=$((differing + 1))
    fi
}
skipped() { printf '%-4s not checked  %s\n' "$1" "$2"; }

# Publishes a version of the layer, an archive with one file, and prints its ARN.
publish() {
    printf 'version %s\n' "$1" > "$folder/file"
    (cd "$folder" && rm -f layer.zip && python3 -m zipfile -c layer.zip file)
    aws lambda publish-layer-version --layer-name "$layer" --zip-file "fileb://$folder/layer.zip" \
        --query LayerVersionArn --output text
}

# Describes a change set.
change_set() { aws cloudformation describe-change-set --stack-name "$stack" --change-set-name "$@" --output text; }

# Waits until a change set has ended, and prints its status.
change_set_status() {
    local status=CREATE_IN_PROGRESS
    for _ in $(seq 60); do
        status=$(change_set "$1" --query Status)
        case $status in CREATE_PENDING | CREATE_IN_PROGRESS) sleep 2 ;; *) break ;; esac
    done
    echo "$status"
}
updated() {
    aws cloudformation describe-stacks --stack-name "$stack" \
        --query 'Stacks[0].[CreationTime, LastUpdatedTime]' --output text
}

if [ -n "$own_macro" ]; then
    cat > "$folder/macro.json" <<JSON
{"Resources": {
  "Role": {"Type": "AWS::IAM::Role", "Properties": {
    "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
    "Policies": [{"PolicyName": "layers", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "lambda:ListLayerVersions", "Resource": "*"}]}}]}},
  "Function": {"Type": "AWS::Lambda::Function", "Properties": {
    "Runtime": "python3.13", "Handler": "index.handler", "Timeout": 30, "Role": {"Fn::GetAtt": ["Role", "Arn"]},
    "Code": {"ZipFile": {"Fn::Join": ["\n", [
      "import boto3",
      "def handler(event, context):",
      "    fragment = event['fragment']",
      "    properties = fragment['Resources']['Function']['Properties']",
      "    versions = boto3.client('lambda').list_layer_versions(LayerName=properties['Layers'][0])['LayerVersions']",
      "    properties['Layers'] = [versions[0]['LayerVersionArn']]",
      "    fragment['Metadata']['TransformId'] = event['transformId']",
      "    return {'requestId': event['requestId'], 'status': 'success', 'fragment': fragment}"]]}}}},
  "Macro": {"Type": "AWS::CloudFormation::Macro", "Properties": {
    "Name": "$macro_name", "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]}}}}}
JSON
    echo "creating the macro $macro_name"
    aws cloudformation create-stack --stack-name "$macro_stack" --template-body "file://$folder/macro.json" \
        --capabilities CAPABILITY_IAM >/dev/null
    expect "$macro_stack" CREATE_COMPLETE
fi

echo "creating the layer and the stack $stack"
first=$(publish 1)
# The comment and the metadata contain characters outside of ASCII.
cat > "$folder/template.yaml" <<YAML
# größe
Transform: $macro_name
Metadata:
  Text: größe
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Layers: [$layer]
      Code:
        ZipFile: 'handler = None'
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
YAML
create=(--stack-name "$stack" --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND)
aws cloudformation create-stack "${create[@]}" --template-body "file://$folder/template.yaml" >/dev/null
expect "$stack" CREATE_COMPLETE
function=$(aws cloudformation describe-stack-resource --stack-name "$stack" --logical-resource-id Function \
    --query StackResourceDetail.PhysicalResourceId --output text)
layers() {
    aws lambda get-function-configuration --function-name "$function" --query 'Layers[].Arn' --output text
}
report 1 "$first" "$(layers)"

if [ -n "$own_macro" ]; then
    account=$(aws sts get-caller-identity --query Account --output text)
    found=$(aws cloudformation get-template --stack-name "$stack" --template-stage Processed \
        --query TemplateBody.Metadata.TransformId --output text)
    report 2 "$account::$macro_name" "$found"
else
    skipped 2 'the deployed macro does not reveal its event'
fi

aws cloudformation get-template --stack-name "$stack" --template-stage Original --query TemplateBody --output text \
    > "$folder/original.yaml"
report 3 'question marks' "$(python3 - "$folder/template.yaml" "$folder/original.yaml" <<'PYTHON'
import re, sys
sent, found = (open(name, encoding="utf-8").read().strip() for name in sys.argv[1:])
replaced = re.sub("[^\x00-\x7f]", "?", sent)
print("question marks" if found == replaced else "the text as sent" if found == sent else "another text")
PYTHON
)"

second=$(publish 2)
newest=$(aws lambda list-layer-versions --layer-name "$layer" --query 'LayerVersions[].Version' --output text)
report 4 '2 1' "$(echo "$newest" | tr '\t' ' ')"

# Both change sets are created before one is executed.
before=$(updated)
aws cloudformation create-change-set "${create[@]}" --change-set-name previous --use-previous-template >/dev/null
previous=$(change_set_status previous)
case $previous in
    FAILED) echo '5    answer       with the previous template, the macro does not run: it must be sent again' ;;
    CREATE_COMPLETE) echo '5    answer       with the previous template, the macro runs again' ;;
    *) report 5 'FAILED or CREATE_COMPLETE' "$previous" ;;
esac
aws cloudformation create-change-set "${create[@]}" --change-set-name original \
    --template-body "file://$folder/template.yaml" >/dev/null
report 6 CREATE_COMPLETE "$(change_set_status original)"
report 7 'Modify False Layers' "$(change_set original --query \
    'Changes[?ResourceChange.LogicalResourceId==`Function`].ResourceChange | [0].[Action, Replacement, Details[0].Target.Name]' \
    | tr '\t' ' ')"
report 8 "$before" "$(updated)"

aws cloudformation execute-change-set --stack-name "$stack" --change-set-name original
expect "$stack" UPDATE_COMPLETE
report 9 "$second" "$(layers)"

aws cloudformation create-change-set "${create[@]}" --change-set-name unchanged \
    --template-body "file://$folder/template.yaml" >/dev/null
report 10 FAILED "$(change_set_status unchanged)"
reason=$(change_set unchanged --query StatusReason)
case $reason in
    *"didn't contain changes"* | *'No updates are to be performed'*) reason='no changes' ;;
esac
report 11 'no changes' "$reason"

aws lambda delete-layer-version --layer-name "$layer" --version-number 2
report 12 "$second" "$(layers)"
missing=$(aws lambda get-layer-version --layer-name "$layer" --version-number 2 2>&1 || true)
case $missing in *ResourceNotFoundException*) missing=ResourceNotFoundException ;; esac
report 13 ResourceNotFoundException "$missing"
region=$(echo "$first" | cut -d: -f4)
foreign=$(aws lambda get-layer-version --version-number 1 \
    --layer-name "arn:aws:lambda:$region:111122223333:layer:$layer" 2>&1 || true)
case $foreign in *AccessDenied*) foreign=AccessDenied ;; esac
report 14 AccessDenied "$foreign"

echo "$differing assumptions differ"
[ "$differing" = 0 ]

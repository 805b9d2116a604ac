import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { reportOn } from './report.js';

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nag-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Writes an assembly with one stage, Dev, that has one stack, State. */
function write(resources, rest = {}) {
  const stage = join(folder, 'assembly-Dev');
  mkdirSync(stage);
  writeJson(join(folder, 'manifest.json'), {
    artifacts: {
      'assembly-Dev': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Dev' } },
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    },
  });
  writeJson(join(stage, 'manifest.json'), {
    artifacts: {
      DevState: { type: 'aws:cloudformation:stack', displayName: 'Dev/State', properties: { templateFile: 'DevState.template.json' } },
    },
  });
  writeJson(join(stage, 'DevState.template.json'), { Resources: resources, ...rest });
}

const writeJson = (file, content) => writeFileSync(file, JSON.stringify(content));

/** Open findings, as `path: rule level`. */
const open = () => reportOn(folder).lines.slice(0, -1).map((line) => line.split(': ').slice(0, 2).join(': '));

const acknowledged = (...rules) => ({ cdk_nag: { rules_to_suppress: rules.map(([id, reason]) => ({ id, reason })) } });

const table = (backups, metadata = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Metadata: metadata,
  Properties: {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: backups },
  },
});

const role = (resources, metadata = {}) => ({
  Type: 'AWS::IAM::Role',
  Metadata: metadata,
  Properties: {
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'events.amazonaws.com' } }] },
    Policies: [{ PolicyName: 'Access', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: resources }] } }],
  },
});

const under = (exportName, rest) => ({ 'Fn::Join': ['', [{ 'Fn::ImportValue': exportName }, rest]] });

test('an open bucket fails, a line for each finding, by its path in the app', () => {
  write({
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Metadata: { 'aws:cdk:path': 'Dev/State/Uploads/Resource' },
      Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: false, RestrictPublicBuckets: false } },
    },
  });

  assert.equal(reportOn(folder).passed, false);
  assert.deepEqual(open(), [
    'Dev/State/Uploads/Resource: AwsSolutions-S1 error',
    'Dev/State/Uploads/Resource: AwsSolutions-S10 error',
    'Dev/State/Uploads/Resource: AwsSolutions-S2 error',
  ]);
});

test('a warning fails too', () => {
  write({ Table: table(false) });

  assert.deepEqual(open(), ['Dev/State/Table: AwsSolutions-DDB3 warning']);
});

test('what is acknowledged with a reason passes', () => {
  write({ Table: table(false, acknowledged(['AwsSolutions-DDB3', 'Data that may be lost.'])) });

  assert.deepEqual(reportOn(folder), { lines: ['cdk-nag: open findings: 0, acknowledgements: 1, templates: 1'], passed: true });
});

for (const reason of [undefined, '', ' \n']) {
  test(`an acknowledgement with ${JSON.stringify(reason)} for a reason fails`, () => {
    write({ Table: table(false, acknowledged(['AwsSolutions-DDB3', reason])) });

    assert.deepEqual(open(), ['Dev/State/Table: AwsSolutions-DDB3 unreasoned']);
  });
}

test('an acknowledgement fails once there is nothing to acknowledge', () => {
  write({ Table: table(true, acknowledged(['AwsSolutions-DDB3', 'Data that may be lost.'])) });

  assert.equal(reportOn(folder).passed, false);
  assert.deepEqual(open(), ['Dev/State/Table: AwsSolutions-DDB3 stale']);
});

test('an acknowledgement of an unknown rule is stale', () => {
  write({ Table: table(true, acknowledged(['AwsSolutions-DDB99', 'Mistyped.'])) });

  assert.deepEqual(open(), ['Dev/State/Table: AwsSolutions-DDB99 stale']);
});

test('an acknowledgement is about its own resource only', () => {
  write({
    One: table(false, acknowledged(['AwsSolutions-DDB3', 'Data that may be lost.'])),
    Other: table(false),
  });

  assert.deepEqual(open(), ['Dev/State/Other: AwsSolutions-DDB3 warning']);
});

test('one wildcard is acknowledged by the imported ARN that it is on, and another is not', () => {
  write({
    Role: role([under('Uploads', '/*'), under('Secrets', '/*')], acknowledged([
      { 'Fn::Join': ['', ['AwsSolutions-IAM5[Resource::', { 'Fn::ImportValue': 'Uploads' }, '/*]']] }, 'Any key.',
    ])),
  });

  assert.deepEqual(open(), ['Dev/State/Role: AwsSolutions-IAM5[Resource::Secrets/*] error']);
});

test('a rule without its brackets acknowledges no wildcard', () => {
  write({ Role: role('*', acknowledged(['AwsSolutions-IAM5', 'All of them.'])) });

  assert.deepEqual(open(), ['Dev/State/Role: AwsSolutions-IAM5 stale', 'Dev/State/Role: AwsSolutions-IAM5[Resource::*] error']);
});

test('a finding that hangs on a parameter is open, and says why the rule could not tell', () => {
  write({ Table: table({ Ref: 'Backups' }) }, { Parameters: { Backups: { Type: 'String' } } });

  const [line] = reportOn(folder).lines;
  assert.match(line, /^Dev\/State\/Table: AwsSolutions-DDB3 warning: Rule threw an error during validation\..*intrinsic function/);
});

test("CDK's bootstrap parameter and its check, conditions and unknown resource types are no findings", () => {
  write({ Widget: { Type: 'Vendor::Product::Widget', Condition: 'IsWanted', Properties: { Size: { 'Fn::ImportValue': 'Size' } } } }, {
    Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' } },
    Conditions: { IsWanted: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
    Rules: {
      CheckBootstrapVersion: {
        Assertions: [{ Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { Ref: 'BootstrapVersion' }] }] }, AssertDescription: 'Bootstrap again.' }],
      },
    },
  });

  assert.deepEqual(open(), []);
});

test('nested stacks are checked', () => {
  write({ Nested: { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'Nested.json' }, Properties: { TemplateURL: 'https://example.com' } } });
  writeJson(join(folder, 'assembly-Dev', 'Nested.json'), { Resources: { Table: table(false) } });

  assert.deepEqual(open(), ['Dev/State/Nested/Table: AwsSolutions-DDB3 warning']);
});

test('a template that refers to nothing is named', () => {
  write({ Table: table({ 'Fn::GetAtt': ['Missing', 'Arn'] }) });

  assert.throws(() => reportOn(folder), /DevState\.template\.json can't be loaded as a template: .*Missing/);
});

test('an assembly without stacks is refused, and so is a folder that is none', () => {
  writeJson(join(folder, 'manifest.json'), { artifacts: {} });

  assert.throws(() => reportOn(folder), /has no stacks\. Expected a cloud assembly/);
  assert.throws(() => reportOn(join(folder, 'missing')), /manifest\.json can't be read: .*Expected a cloud assembly/);
});

test('the exit code tells passed, failed and nothing to check apart', () => {
  const run = (of) => spawnSync(process.execPath, [fileURLToPath(new URL('check.js', import.meta.url)), of], { encoding: 'utf8' });
  write({ Table: table(false) });

  const failed = run(folder);
  assert.equal(failed.status, 1);
  assert.match(failed.stdout, /^Dev\/State\/Table: AwsSolutions-DDB3 warning: .+\ncdk-nag: open findings: 1, acknowledgements: 0, templates: 1\n$/);

  writeJson(join(folder, 'assembly-Dev', 'DevState.template.json'), { Resources: { Table: table(true) } });
  assert.equal(run(folder).status, 0);

  const nothing = run(join(folder, 'missing'));
  assert.equal(nothing.status, 2);
  assert.match(nothing.stderr, /Expected a cloud assembly/);
});

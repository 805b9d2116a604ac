import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * All templates of a cloud assembly: those of its stacks, of the assemblies nested in it (a stage is one), and of nested
 * stacks. The manifest's form: https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
 *
 * @param {string} folder `cdk.out`
 * @returns {{ id: string, file: string, json: object }[]} `id` is the stack's as `cdk list` shows it: `Dev/State`
 */
export function templatesOf(folder) {
  const artifacts = Object.values(readJson(join(folder, 'manifest.json')).artifacts ?? {});
  return artifacts.flatMap(({ type, displayName, properties }) => {
    switch (type) {
      case 'cdk:cloud-assembly':
        return templatesOf(join(folder, properties.directoryName));
      case 'aws:cloudformation:stack':
        return withNested(displayName ?? properties.templateFile, join(folder, properties.templateFile));
      default:
        return [];
    }
  });
}

function withNested(id, file) {
  const json = readJson(file);
  const nested = Object.entries(json.Resources ?? {})
    .filter(([, resource]) => resource.Type === 'AWS::CloudFormation::Stack' && resource.Metadata?.['aws:asset:path'])
    .flatMap(([logicalId, resource]) => withNested(`${id}/${logicalId}`, join(dirname(file), resource.Metadata['aws:asset:path'])));
  return [{ id, file, json }, ...nested];
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} can't be read: ${error.message}. Expected a cloud assembly, as 'npx aws-cdk synth' writes to cdk.out.`);
  }
}

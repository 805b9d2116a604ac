import { acknowledgementsOf, openFindings } from './acknowledgements.js';
import { templatesOf } from './assembly.js';
import { findingsOf } from './findings.js';

/**
 * Checks all templates of a cloud assembly. Warnings count as errors do: they are answered with a reason just as cheaply,
 * and one that nobody has to answer is one that nobody reads.
 *
 * @param {string} folder `cdk.out`
 * @returns {{ lines: string[], passed: boolean }} a line for each open finding, and one that sums up
 * @throws {Error} when there is no template, or one that can't be read
 */
export function reportOn(folder) {
  const templates = templatesOf(folder);
  if (templates.length === 0) {
    throw new Error(`${folder} has no stacks. Expected a cloud assembly, as 'npx aws-cdk synth' writes to cdk.out.`);
  }

  const open = templates.flatMap(openLines);
  const acknowledged = templates.flatMap(({ json }) => acknowledgementsOf(json)).length;
  return {
    lines: [...open, `cdk-nag: open findings: ${open.length}, acknowledgements: ${acknowledged}, templates: ${templates.length}`],
    passed: open.length === 0,
  };
}

function openLines({ id, file, json }) {
  const pathOf = (logicalId) => json.Resources[logicalId].Metadata?.['aws:cdk:path'] ?? `${id}/${logicalId}`;
  return openFindings(readFindings(file), acknowledgementsOf(json))
    .map(({ logicalId, rule, level, text }) => `${pathOf(logicalId)}: ${rule} ${level}: ${text}`)
    .sort();
}

function readFindings(file) {
  try {
    return findingsOf(file);
  } catch (error) {
    throw new Error(`${file} can't be loaded as a template: ${error.message}`, { cause: error });
  }
}

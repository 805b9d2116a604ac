import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';

/**
 * The acknowledgements in a template: `Metadata: { cdk_nag: { rules_to_suppress: [{ id, reason }] } }` of a resource, as
 * cdk-nag writes them itself. An id may have intrinsic functions, say an ARN's; they become text as in cdk-nag's findings.
 *
 * @param {object} template
 * @returns {{ logicalId: string, rule: string, reason: string }[]}
 */
export function acknowledgementsOf(template) {
  return Object.entries(template.Resources ?? {}).flatMap(([logicalId, resource]) =>
    (resource.Metadata?.cdk_nag?.rules_to_suppress ?? []).map(({ id, reason }) => ({
      logicalId,
      rule: flattenCfnReference(id),
      reason: typeof reason === 'string' ? reason.trim() : '',
    })));
}

/**
 * What is left to do: findings that nobody acknowledged, acknowledgements without a reason, and those of nothing.
 *
 * @returns {{ logicalId: string, rule: string, level: string, text: string }[]}
 */
export function openFindings(findings, acknowledgements) {
  const isAbout = (one) => (other) => one.logicalId === other.logicalId && one.rule === other.rule;
  return [
    ...findings.filter((finding) => !acknowledgements.some(isAbout(finding))),
    ...acknowledgements.filter(({ reason }) => reason === '').map((acknowledgement) => ({
      ...acknowledgement,
      level: 'unreasoned',
      text: 'The acknowledgement has no reason. Say why the finding is no fault here.',
    })),
    ...acknowledgements.filter((acknowledgement) => !findings.some(isAbout(acknowledgement))).map((acknowledgement) => ({
      ...acknowledgement,
      level: 'stale',
      text: 'It is acknowledged, and cdk-nag does not find it. Remove the acknowledgement, or correct its id.',
    })),
  ];
}

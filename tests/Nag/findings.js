import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

/**
 * What the packs say about a template, acknowledged or not: they don't read the template's own acknowledgements.
 *
 * @param {string} templateFile
 * @returns {{ logicalId: string, rule: string, level: 'error' | 'warning', text: string }[]} `rule` is the rule's id, with
 *   the very thing found in brackets where the rule names one: `AwsSolutions-IAM5[Resource::*]`
 */
export function findingsOf(templateFile) {
  const stack = new Stack(new App({ analyticsReporting: false, autoSynth: false }), 'Stack');
  const included = new CfnInclude(stack, 'Template', { templateFile });
  const packs = [new AwsSolutionsChecks(), new ServerlessChecks()];
  const resources = included.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));

  // Each resource by itself: over a whole tree a pack gives all findings of a rule the text of the first.
  return resources.flatMap((resource) => packs.flatMap((pack) => pack.validateScope(resource).violations.map((violation) => ({
    logicalId: resource.node.id,
    rule: violation.ruleName,
    level: violation.severity,
    text: violation.description,
  }))));
}

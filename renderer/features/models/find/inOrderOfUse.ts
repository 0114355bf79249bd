import type { CatalogueModel } from '../../../../preload/contract/catalogue';

const verdictRank = { fits: 0, slow: 1, 'too-large': 2 } as const;

/** Recommended models first, then by how well they fit here; otherwise as the list has them. */
export function inOrderOfUse(models: readonly CatalogueModel[]): CatalogueModel[] {
  const rank = ({ isRecommended, fit }: CatalogueModel) => (isRecommended ? -1 : verdictRank[fit.verdict]);
  return models.toSorted((a, b) => rank(a) - rank(b));
}

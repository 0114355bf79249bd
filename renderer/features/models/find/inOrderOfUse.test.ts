import { expect, it } from 'vitest';
import { sampleCatalogueModel, sampleFit } from '../../../../test/helpers/renderer/sampleModels';
import { inOrderOfUse } from './inOrderOfUse';

it('puts recommended models first and those that do not fit last, and keeps the list’s order otherwise', () => {
  const models = [
    sampleCatalogueModel({ id: 'huge', fit: sampleFit({ verdict: 'too-large' }) }),
    sampleCatalogueModel({ id: 'slow', fit: sampleFit({ verdict: 'slow' }) }),
    sampleCatalogueModel({ id: 'small', isRecommended: false }),
    sampleCatalogueModel({ id: 'smaller', isRecommended: false }),
    sampleCatalogueModel({ id: 'best', isRecommended: true }),
  ].map((model) => ({ ...model, isRecommended: model.id === 'best' }));
  expect(inOrderOfUse(models).map(({ id }) => id)).toEqual(['best', 'small', 'smaller', 'slow', 'huge']);
});

import type { LoadedModel } from '../../../../preload/contract/models';
import { formatCount } from '../../../components/formatting';

/** The device a model runs on, as people call it. */
export function deviceWords({ device, gpuLayers, totalLayers }: LoadedModel): string {
  if (device === 'cpu' || gpuLayers === 0) return 'the processor';
  return gpuLayers < totalLayers ? `${device} and the processor` : device;
}

/** How many of a model's layers the graphics device took: 24 of 30. */
export function layersWords({ gpuLayers, totalLayers }: LoadedModel): string {
  return `${formatCount(gpuLayers)} of ${formatCount(totalLayers)}`;
}

export function onOrOff(isOn: boolean): string {
  return isOn ? 'on' : 'off';
}

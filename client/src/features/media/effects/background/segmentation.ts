import graph from '@mediapipe/selfie_segmentation/selfie_segmentation.binarypb?url';
import script from '@mediapipe/selfie_segmentation/selfie_segmentation.js?url';
import plainModel from '@mediapipe/selfie_segmentation/selfie_segmentation.tflite?url';
import wideModel from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
import simdData from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.data?url';
import simdScript from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.js?url';
import simdWasm from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.wasm?url';
import plainScript from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_wasm_bin.js?url';
import plainWasm from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_wasm_bin.wasm?url';
import type { SelfieSegmentation } from '@mediapipe/selfie_segmentation';

/** Addresses on this server for files that the library would load from elsewhere. */
const files: Readonly<Record<string, string>> = {
  'selfie_segmentation.binarypb': graph,
  'selfie_segmentation.tflite': plainModel,
  'selfie_segmentation_landscape.tflite': wideModel,
  'selfie_segmentation_solution_simd_wasm_bin.data': simdData,
  'selfie_segmentation_solution_simd_wasm_bin.js': simdScript,
  'selfie_segmentation_solution_simd_wasm_bin.wasm': simdWasm,
  'selfie_segmentation_solution_wasm_bin.js': plainScript,
  'selfie_segmentation_solution_wasm_bin.wasm': plainWasm,
};

let loaded: Promise<void> | undefined;

/** Loads the library, which is a script with a global, not a module. */
function load(): Promise<void> {
  loaded ??= new Promise<void>((resolve, reject) => {
    const element = document.createElement('script');
    element.src = script;
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => {
      loaded = undefined;
      element.remove();
      reject(new Error('The library for backgrounds did not load.'));
    });
    document.head.append(element);
  });
  return loaded;
}

/** Finds the person in a picture. @throws when the library cannot be loaded */
export async function createSegmentation(): Promise<SelfieSegmentation> {
  await load();
  const Segmentation: unknown = Reflect.get(globalThis, 'SelfieSegmentation');
  if (typeof Segmentation !== 'function') throw new Error('The library for backgrounds does not define its global.');
  // The only place that knows the script's global.
  const segmentation = new (Segmentation as typeof SelfieSegmentation)({
    locateFile: (file) => files[file] ?? file,
  });
  segmentation.setOptions({ modelSelection: 1, selfieMode: false });
  await segmentation.initialize();
  return segmentation;
}

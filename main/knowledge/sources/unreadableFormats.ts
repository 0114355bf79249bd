import { extname } from 'node:path';

/**
 * Endings of files that hold no text Loam can read. A folder is full of them, and nobody wants each listed as a failure;
 * a file that was chosen by itself is looked into whatever its name says.
 */
const endings = new Set(
  [
    // pictures
    'png jpg jpeg jpe jfif gif bmp tif tiff webp avif heic heif ico icns svgz psd psb ai eps xcf raw cr2 cr3 nef arw dng',
    'orf rw2 raf jxl jp2 tga exr hdr dds sketch fig indd idml afdesign afphoto kra',
    // sound and film
    'mp3 m4a m4b aac flac ogg oga opus wav aif aiff wma mid midi amr ape mp4 m4v mov avi mkv webm wmv flv mpg mpeg 3gp ogv',
    'mts m2ts vob swf aup aup3 als flp',
    // archives and disk images
    'zip 7z rar tar gz tgz bz2 tbz xz txz zst lz lz4 lzma cab arj cpio deb rpm apk ipa jar war ear whl egg gem crate nupkg',
    'iso img dmg vhd vhdx vmdk vdi qcow2 pkg msi msix appx appimage snap flatpak xpi crx vsix asar',
    // programs and what they are built of
    'exe dll so dylib bin com sys drv o obj a lib la lo pdb ilk exp class pyc pyo pyd elc beam wasm node ko rlib rmeta',
    'nib xib storyboardc car dex',
    // fonts, models of things, maps
    'ttf otf woff woff2 eot pfb fon blend fbx glb gltf stl 3ds max dwg dxf skp step stp iges shp shx mbtiles',
    // databases, models, data
    'db db3 sqlite sqlite3 db-wal db-shm mdb accdb frm ibd myd myi dbf parquet orc avro feather arrow lance npy npz pkl',
    'pickle joblib h5 hdf5 mat rds rdata sav dta sas7bdat gguf ggml safetensors onnx pt pth ckpt tflite pb mlmodel',
    // other documents that are not read, and what lies around
    'doc xls ppt pub vsd one msg pst ost mobi azw azw3 djvu djv xps oxps wpd pages numbers key keynote odg odp ods odb',
    'lnk url webloc torrent part crdownload tmp temp swp swo bak lock pid sock log1 cache idx pack keystore jks p12 pfx',
    'gpg asc sig der crt cer pem kdbx dat dmp core hprof prof trace etl evtx',
  ]
    .join(' ')
    .split(' ')
    .map((ending) => `.${ending}`),
);

/** Whether a file found in a folder is passed over because of its name. */
export function hasUnreadableFormat(name: string): boolean {
  return endings.has(extname(name).toLowerCase());
}

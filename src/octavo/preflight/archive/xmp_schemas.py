"""The predefined schemas of XMP that PDF/A permits: their properties, value types, and the fields of structures.

PDF/A-1 refers to the XMP Specification of January 2004 (ISO 19005-1, 6.7.2), parts 2 and 3 to that of September 2005
(ISO 19005-2 and -3, 6.6.2.3.1). Types are in lower case and without "choice of", which does not change their form.
"""

from __future__ import annotations

from typing import TypeAlias

from ...pdf.metadata.xmp_reader import DC, EXTENSION, PDF, PDFA, XMP

Fields: TypeAlias = dict[tuple[str, str], str]
"""Value types by namespace and name."""

_MEDIA_MANAGEMENT, _RIGHTS = f"{XMP}mm/", f"{XMP}rights/"
_JOBS, _PAGED_TEXT = f"{XMP}bj/", f"{XMP}t/pg/"
_DYNAMIC_MEDIA = "http://ns.adobe.com/xmp/1.0/DynamicMedia/"
_PHOTOSHOP, _CAMERA_RAW = "http://ns.adobe.com/photoshop/1.0/", "http://ns.adobe.com/camera-raw-settings/1.0/"
_TIFF, _EXIF, _LENS = (f"http://ns.adobe.com/{name}/" for name in ("tiff/1.0", "exif/1.0", "exif/1.0/aux"))
_COLORANT, _IMAGE = f"{XMP}g/", f"{XMP}g/img/"
_STRUCTURE = f"{XMP}sType/"

SCHEMA_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
SCHEMA_TYPE = "http://www.aiim.org/pdfa/ns/type#"
SCHEMA_FIELD = "http://www.aiim.org/pdfa/ns/field#"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
REQUIRED_PREFIXES = {
    PDFA: "pdfaid",
    EXTENSION: "pdfaExtension",
    SCHEMA: "pdfaSchema",
    SCHEMA_PROPERTY: "pdfaProperty",
    SCHEMA_TYPE: "pdfaType",
    SCHEMA_FIELD: "pdfaField",
}

SIMPLE_TYPES = frozenset(
    (
        *("text", "integer", "real", "rational", "boolean", "date", "mimetype", "uri", "url", "xpath", "guid"),
        *("agentname", "propername", "renditionclass", "locale", "gpscoordinate"),
    )
)


def _read_table(space: str, table: str) -> Fields:
    """Read lines of a type, a colon, and the names that have it."""
    return {
        (space, name): kind.strip()
        for line in table.strip().splitlines()
        for kind, _, names in [line.partition(":")]
        for name in names.split()
    }


_COMMON = {
    **_read_table(
        DC,
        """
        bag propername: contributor publisher
        bag text: relation subject type
        bag locale: language
        seq propername: creator
        seq date: date
        lang alt: description rights title
        mimetype: format
        text: coverage identifier source
        """,
    ),
    **_read_table(
        XMP,
        """
        bag xpath: Advisory
        bag text: Identifier
        url: BaseURL
        date: CreateDate MetadataDate ModifyDate
        text: Nickname
        agentname: CreatorTool
        alt thumbnail: Thumbnails
        """,
    ),
    **_read_table(
        _RIGHTS,
        """
        url: Certificate WebStatement
        boolean: Marked
        bag propername: Owner
        lang alt: UsageTerms
        """,
    ),
    **_read_table(
        _MEDIA_MANAGEMENT,
        """
        resourceref: DerivedFrom ManagedFrom RenditionOf
        seq resourceevent: History
        seq version: Versions
        uri: DocumentID ManageTo ManageUI
        agentname: Manager
        text: ManagerVariant RenditionParams VersionID
        renditionclass: RenditionClass
        url: LastURL
        integer: SaveID
        """,
    ),
    **_read_table(_JOBS, "bag job: JobRef"),
    **_read_table(_PAGED_TEXT, "dimensions: MaxPageSize\ninteger: NPages"),
    **_read_table(PDF, "text: Keywords PDFVersion\nagentname: Producer"),
    **_read_table(
        _PHOTOSHOP,
        """
        text: AuthorsPosition Category City Country Credit Headline Instructions Source State TransmissionReference
        propername: CaptionWriter
        date: DateCreated
        bag text: SupplementalCategories
        integer: Urgency
        """,
    ),
    **_read_table(
        _TIFF,
        """
        integer: ImageWidth ImageLength Compression PhotometricInterpretation Orientation SamplesPerPixel
        integer: PlanarConfiguration YCbCrPositioning ResolutionUnit
        seq integer: BitsPerSample YCbCrSubSampling TransferFunction
        rational: XResolution YResolution
        seq rational: WhitePoint PrimaryChromaticities YCbCrCoefficients ReferenceBlackWhite
        date: DateTime
        lang alt: ImageDescription Copyright
        propername: Make Model Artist
        agentname: Software
        """,
    ),
    **_read_table(
        _EXIF,
        """
        text: ExifVersion FlashpixVersion RelatedSoundFile SpectralSensitivity ImageUniqueID GPSVersionID GPSSatellites
        text: GPSStatus GPSSpeedRef GPSTrackRef GPSImgDirectionRef GPSMapDatum GPSDestBearingRef GPSDestDistanceRef
        text: GPSProcessingMethod GPSAreaInformation GPSMeasureMode
        integer: ColorSpace PixelXDimension PixelYDimension MeteringMode ExposureProgram LightSource Sharpness
        integer: FocalPlaneResolutionUnit SensingMethod FileSource SceneType CustomRendered ExposureMode WhiteBalance
        integer: FocalLengthIn35mmFilm SceneCaptureType GainControl Contrast Saturation SubjectDistanceRange
        integer: GPSAltitudeRef GPSDifferential
        seq integer: ComponentsConfiguration ISOSpeedRatings SubjectArea SubjectLocation
        rational: CompressedBitsPerPixel SubjectDistance ExposureTime FNumber ShutterSpeedValue ApertureValue
        rational: BrightnessValue ExposureBiasValue MaxApertureValue FocalLength FlashEnergy FocalPlaneXResolution
        rational: FocalPlaneYResolution ExposureIndex DigitalZoomRatio GPSAltitude GPSDOP GPSSpeed GPSTrack
        rational: GPSImgDirection GPSDestBearing GPSDestDistance
        date: DateTimeOriginal DateTimeDigitized GPSTimeStamp
        lang alt: UserComment
        gpscoordinate: GPSLatitude GPSLongitude GPSDestLatitude GPSDestLongitude
        oecf/sfr: OECF SpatialFrequencyResponse
        cfapattern: CFAPattern
        devicesettings: DeviceSettingDescription
        flash: Flash
        """,
    ),
    **_read_table(PDFA, "integer: part\ntext: conformance amd corr"),
    (EXTENSION, "schemas"): "any",
}

_ADDED_2005 = {
    **_read_table(XMP, "text: Label\nreal: Rating"),
    **_read_table(_MEDIA_MANAGEMENT, "uri: InstanceID"),
    **_read_table(_PAGED_TEXT, "seq colorant: Colorants\nbag font: Fonts\nseq text: PlateNames"),
    **_read_table(
        _CAMERA_RAW,
        """
        boolean: AutoBrightness AutoContrast AutoExposure AutoShadows HasCrop HasSettings
        integer: BlueHue BlueSaturation Brightness ChromaticAberrationB ChromaticAberrationR ColorNoiseReduction
        integer: Contrast CropUnits GreenHue GreenSaturation LuminanceSmoothing RedHue RedSaturation Saturation Shadows
        integer: ShadowTint Sharpness Temperature Tint VignetteAmount VignetteMidpoint
        real: CropTop CropLeft CropBottom CropRight CropAngle CropWidth CropHeight Exposure
        text: CameraProfile RawFileName ToneCurveName Version WhiteBalance
        seq text: ToneCurve
        """,
    ),
    **_read_table(_LENS, "text: Lens SerialNumber"),
    **_read_table(
        _DYNAMIC_MEDIA,
        """
        projectlink: projectRef
        text: videoFrameRate videoPixelDepth videoColorSpace videoAlphaMode videoCompressor videoFieldOrder pullDown
        text: audioSampleType audioChannelType audioCompressor speakerPlacement tapeName altTapeName scene
        text: copyright shotName logComment genre instrument key stretchMode timeSignature scaleType album
        propername: artist composer engineer shotLocation
        uri: absPeakAudioFilePath relativePeakAudioFilePath
        rational: videoPixelAspectRatio fileDataRate
        boolean: videoAlphaUnityIsTransparent loop
        integer: audioSampleRate trackNumber
        real: tempo numberOfBeats
        date: shotDate videoModDate audioModDate metadataModDate releaseDate
        dimensions: videoFrameSize
        colorant: videoAlphaPremultipleColor
        timecode: startTimecode altTimecode
        time: duration introTime outCue relativeTimestamp
        seq marker: markers
        bag media: contributedMedia
        timescalestretch: timeScaleParams
        resampleparams: resampleParams
        beatsplicestretch: beatSpliceParams
        """,
    ),
}
PROPERTIES: dict[str, Fields] = {
    "1": _COMMON,
    "2": {**_COMMON, **_ADDED_2005},
    "3": {**_COMMON, **_ADDED_2005},
}

STRUCTURES: dict[str, Fields] = {
    "dimensions": _read_table(f"{_STRUCTURE}Dimensions#", "real: w h\ntext: unit"),
    "thumbnail": _read_table(_IMAGE, "integer: height width\ntext: format image"),
    "resourceref": _read_table(
        f"{_STRUCTURE}ResourceRef#",
        """
        uri: instanceID documentID manageTo manageUI
        text: versionID renditionParams managerVariant
        renditionclass: renditionClass
        agentname: manager
        """,
    ),
    "resourceevent": _read_table(
        f"{_STRUCTURE}ResourceEvent#",
        """
        text: action parameters
        uri: instanceID
        agentname: softwareAgent
        date: when
        """,
    ),
    "version": _read_table(
        f"{_STRUCTURE}Version#",
        """
        text: comments version
        resourceevent: event
        date: modifyDate
        propername: modifier
        """,
    ),
    "job": _read_table(f"{_STRUCTURE}Job#", "text: name id\nurl: url"),
    "colorant": _read_table(
        _COLORANT,
        """
        text: swatchName mode type
        real: cyan magenta yellow black L
        integer: A B red green blue
        """,
    ),
    "font": _read_table(
        f"{_STRUCTURE}Font#",
        """
        text: fontName fontFamily fontFace fontType versionString fontFileName
        boolean: composite
        seq text: childFontFiles
        """,
    ),
    "flash": _read_table(_EXIF, "boolean: Fired Function RedEyeMode\ninteger: Return Mode"),
    "oecf/sfr": _read_table(_EXIF, "integer: Columns Rows\nseq text: Names\nseq rational: Values"),
    "cfapattern": _read_table(_EXIF, "integer: Columns Rows\nseq integer: Values"),
    "devicesettings": _read_table(_EXIF, "integer: Columns Rows\nseq text: Settings"),
    "projectlink": _read_table(_DYNAMIC_MEDIA, "text: type\nuri: path"),
    "timecode": _read_table(_DYNAMIC_MEDIA, "text: timeValue timeFormat"),
    "time": _read_table(_DYNAMIC_MEDIA, "integer: value\nrational: scale"),
    "marker": _read_table(
        _DYNAMIC_MEDIA,
        """
        time: startTime duration
        text: comment name target type
        uri: location
        """,
    ),
    "media": _read_table(
        _DYNAMIC_MEDIA,
        """
        uri: path webStatement
        text: track
        time: startTime duration
        boolean: managed
        """,
    ),
    "timescalestretch": _read_table(_DYNAMIC_MEDIA, "text: quality\nreal: frameSize frameOverlappingPercentage"),
    "resampleparams": _read_table(_DYNAMIC_MEDIA, "text: quality"),
    "beatsplicestretch": _read_table(
        _DYNAMIC_MEDIA, "boolean: useFileBeatsMarker\nreal: riseInDecibel\ntime: riseInTimeDuration"
    ),
}

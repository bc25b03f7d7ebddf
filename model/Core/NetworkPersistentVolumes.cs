namespace Orleans.Kube.Model.Core;

public sealed record GlusterfsPersistentVolumeSource
{
    [AlwaysWritten]
    public string Endpoints { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Path { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public string? EndpointsNamespace { get; init; }
}

public sealed record RBDPersistentVolumeSource
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Monitors { get; init => field = value ?? []; } = [];

    [AlwaysWritten]
    public string Image { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public string Pool { get; init => field = value ?? ""; } = "";

    public string User { get; init => field = value ?? ""; } = "";

    public string Keyring { get; init => field = value ?? ""; } = "";

    public SecretReference? SecretRef { get; init; }

    public bool ReadOnly { get; init; }
}

public sealed record CinderPersistentVolumeSource
{
    [AlwaysWritten]
    public string VolumeID { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public SecretReference? SecretRef { get; init; }
}

public sealed record CephFSPersistentVolumeSource
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Monitors { get; init => field = value ?? []; } = [];

    public string Path { get; init => field = value ?? ""; } = "";

    public string User { get; init => field = value ?? ""; } = "";

    public string SecretFile { get; init => field = value ?? ""; } = "";

    public SecretReference? SecretRef { get; init; }

    public bool ReadOnly { get; init; }
}

public sealed record FlexPersistentVolumeSource
{
    [AlwaysWritten]
    public string Driver { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public SecretReference? SecretRef { get; init; }

    public bool ReadOnly { get; init; }

    public IReadOnlyDictionary<string, string> Options { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;
}

public sealed record ISCSIPersistentVolumeSource
{
    [AlwaysWritten]
    public string TargetPortal { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Iqn { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public int Lun { get; init; }

    public string IscsiInterface { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    [Atomic]
    public IReadOnlyList<string> Portals { get; init => field = value ?? []; } = [];

    public bool ChapAuthDiscovery { get; init; }

    public bool ChapAuthSession { get; init; }

    public SecretReference? SecretRef { get; init; }

    public string? InitiatorName { get; init; }
}

public sealed record AzureFilePersistentVolumeSource
{
    [AlwaysWritten]
    public string SecretName { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string ShareName { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    [AlwaysWritten] [Optional]
    public string? SecretNamespace { get; init; }
}

public sealed record ScaleIOPersistentVolumeSource
{
    [AlwaysWritten]
    public string Gateway { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string System { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public SecretReference? SecretRef { get; init; }

    public bool SslEnabled { get; init; }

    public string ProtectionDomain { get; init => field = value ?? ""; } = "";

    public string StoragePool { get; init => field = value ?? ""; } = "";

    public string StorageMode { get; init => field = value ?? ""; } = "";

    public string VolumeName { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }
}

public sealed record StorageOSPersistentVolumeSource
{
    public string VolumeName { get; init => field = value ?? ""; } = "";

    public string VolumeNamespace { get; init => field = value ?? ""; } = "";

    public string FsType { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public ObjectReference? SecretRef { get; init; }
}

public sealed record CSIPersistentVolumeSource
{
    [AlwaysWritten]
    public string Driver { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string VolumeHandle { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public string FsType { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string> VolumeAttributes { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public SecretReference? ControllerPublishSecretRef { get; init; }

    public SecretReference? NodeStageSecretRef { get; init; }

    public SecretReference? NodePublishSecretRef { get; init; }

    public SecretReference? ControllerExpandSecretRef { get; init; }

    public SecretReference? NodeExpandSecretRef { get; init; }
}

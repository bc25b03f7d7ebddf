namespace Orleans.Kube.Model.Storage;

/// <summary>The values of VolumeBindingMode.</summary>
[Closed]
public static class VolumeBindingMode
{
    public const string Immediate = "Immediate";
    public const string WaitForFirstConsumer = "WaitForFirstConsumer";
}

/// <summary>The values of FSGroupPolicy.</summary>
public static class FSGroupPolicy
{
    public const string ReadWriteOnceWithFSType = "ReadWriteOnceWithFSType";
    public const string File = "File";
    public const string None = "None";
}

/// <summary>The values of VolumeLifecycleMode.</summary>
public static class VolumeLifecycleMode
{
    public const string Persistent = "Persistent";
    public const string Ephemeral = "Ephemeral";
}

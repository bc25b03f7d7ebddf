using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Paths of the machine as volumes: made or checked as the volume's type says.</summary>
internal static class HostPaths
{
    private const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;
    private const UnixFileMode FileMode = (UnixFileMode)0b110_100_100;

    /// <exception cref="ReferenceException">The path is not what the type says.</exception>
    public static string Prepare(HostPathVolumeSource source)
    {
        var path = source.Path;
        switch (source.Type)
        {
            case HostPathType.DirectoryOrCreate or null or "" when !Path.Exists(path):
                Directory.CreateDirectory(path, FolderMode);
                break;
            case HostPathType.FileOrCreate when !Path.Exists(path):
                File.Create(path).Dispose();
                File.SetUnixFileMode(path, FileMode);
                break;
        }

        var found = FileFacts.Find(path);
        return Refusal(source.Type ?? "", found) is not { } kind ? path : throw new ReferenceException($"hostPath type check failed: {path} is not a {kind}");
    }

    /// <summary>What a path should be and is not; null when it is as its type says.</summary>
    private static string? Refusal(string type, FileFacts? found) => type switch
    {
        HostPathType.Directory or HostPathType.DirectoryOrCreate => found?.IsDirectory == true ? null : "directory",
        HostPathType.File or HostPathType.FileOrCreate => found?.IsRegular == true ? null : "file",
        HostPathType.Socket => found?.IsSocket == true ? null : "socket file",
        HostPathType.CharDevice => found?.IsCharacterDevice == true ? null : "character device",
        HostPathType.BlockDevice => found?.IsBlockDevice == true ? null : "block device",
        _ => null,
    };
}

using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Paths of the machine as volumes: made or checked as the volume's type says.</summary>
internal static class HostPaths
{
    private const UnixFileMode Readable = (UnixFileMode)0b111_101_101;

    /// <exception cref="ReferenceException">The path is not what the type says.</exception>
    public static string Prepare(HostPathVolumeSource source)
    {
        var path = source.Path;
        switch (source.Type)
        {
            case HostPathType.DirectoryOrCreate:
                if (!Directory.Exists(path)) Directory.CreateDirectory(path, Readable);
                break;
            case HostPathType.FileOrCreate:
                if (!File.Exists(path)) File.Create(path).Dispose();
                break;
            case HostPathType.Directory when !Directory.Exists(path):
                throw new ReferenceException($"hostPath type check failed: {path} is not a directory");
            case HostPathType.File when !File.Exists(path) || !IsRegular(path):
                throw new ReferenceException($"hostPath type check failed: {path} is not a file");
            case HostPathType.Socket or HostPathType.CharDevice or HostPathType.BlockDevice when !File.Exists(path) || IsRegular(path):
                throw new ReferenceException($"hostPath type check failed: {path} is not a {Word(source.Type)}");
            case null or "":
                if (!Path.Exists(path)) Directory.CreateDirectory(path, Readable);
                break;
        }

        return path;
    }

    private static bool IsRegular(string path) => (File.GetAttributes(path) & (FileAttributes.Device | FileAttributes.Directory)) == 0 && new FileInfo(path).Length >= 0;

    private static string Word(string type) => type switch
    {
        HostPathType.Socket => "socket file",
        HostPathType.CharDevice => "character device",
        _ => "block device",
    };
}

using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>The node's pods on its own disk, so that an agent that starts while the API server is away knows them.</summary>
public sealed partial class PodCheckpoints(PodFolders folders, ILogger<PodCheckpoints> logger)
{
    /// <summary>Writes a pod down. A disk that is full costs no more than this memory: the pod runs all the same.</summary>
    public void Write(Pod pod)
    {
        var file = folders.Checkpoint(pod.Metadata.Uid);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes($"{file}.new", ObjectJson.Write(pod));
            File.Move($"{file}.new", file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotWritten(pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
        }
    }

    /// <summary>The pods that were here; a file that was cut off while it was written, or by a power cut, is left out.</summary>
    public IReadOnlyList<Pod> Read()
    {
        if (!Directory.Exists(folders.All)) return [];
        var pods = new List<Pod>();
        foreach (var folder in Directory.EnumerateDirectories(folders.All))
        {
            var file = folders.Checkpoint(Path.GetFileName(folder));
            if (File.Exists(file) && Read(file) is { } pod) pods.Add(pod);
        }

        return pods;
    }

    private Pod? Read(string file)
    {
        try
        {
            return (Pod)ObjectJson.Read(File.ReadAllBytes(file), typeof(Pod));
        }
        catch (Exception e) when (e is IOException or JsonException or StatusException)
        {
            LogUnreadable(file, e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "pod {ns}/{name} could not be written down: {reason}")]
    private partial void LogNotWritten(string ns, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "{file} cannot be read: {reason}")]
    private partial void LogUnreadable(string file, string reason);
}

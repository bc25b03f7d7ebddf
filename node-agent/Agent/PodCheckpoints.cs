using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>The node's pods on its own disk, so that an agent that starts while the API server is away knows them.</summary>
public sealed class PodCheckpoints(PodFolders folders)
{
    public void Write(Pod pod)
    {
        var file = folders.Checkpoint(pod.Metadata.Uid);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes($"{file}.new", ObjectJson.Write(pod));
        File.Move($"{file}.new", file, overwrite: true);
    }

    /// <summary>The pods that were here; a file that was cut off while it was written is left out.</summary>
    public IReadOnlyList<Pod> Read()
    {
        if (!Directory.Exists(folders.All)) return [];
        var pods = new List<Pod>();
        foreach (var folder in Directory.EnumerateDirectories(folders.All))
        {
            var file = folders.Checkpoint(Path.GetFileName(folder));
            if (File.Exists(file)) pods.Add((Pod)ObjectJson.Read(File.ReadAllBytes(file), typeof(Pod)));
        }

        return pods;
    }
}

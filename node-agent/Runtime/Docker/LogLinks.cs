using System.Collections.Concurrent;
using System.Globalization;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// Leads programs that collect logs to them, by the names of kubelet: <c>pods/NAMESPACE_POD_UID/CONTAINER/ATTEMPT.log</c>, and for those that know only the older ones
/// <c>containers/POD_NAMESPACE_CONTAINER-ID.log</c>. Both are links, in the end to the file that Docker writes. What cannot be linked is gone without.
/// </summary>
/// <param name="folder">The folder that holds both.</param>
internal sealed class LogLinks(string folder)
{
    private const int LongestFileName = 255;
    private const string Suffix = ".log";

    private readonly ConcurrentDictionary<string, bool> _linked = new(StringComparer.Ordinal);

    private string Pods => Path.Combine(folder, "pods");

    private string Containers => Path.Combine(folder, "containers");

    /// <summary>Links the log of a container, once.</summary>
    public void Add(RuntimeContainer container, string log)
    {
        if (container.IsSandbox || !File.Exists(log) || !_linked.TryAdd(container.Id, true)) return;
        Attempt(() =>
        {
            var (ofPod, older) = (OfPod(container), Older(container));
            Link(ofPod, log);
            Link(older, ofPod);
        });
    }

    /// <summary>Removes the links to the log of a container that is gone, and the folders that nothing is left in.</summary>
    public void Remove(RuntimeContainer container)
    {
        if (container.IsSandbox) return;
        _linked.TryRemove(container.Id, out _);
        Attempt(() =>
        {
            var ofPod = OfPod(container);
            foreach (var path in (string[])[Older(container), ofPod])
                if (new FileInfo(path).LinkTarget is not null) File.Delete(path);
            RemoveEmpty(Path.GetDirectoryName(Path.GetDirectoryName(ofPod))!);
        });
    }

    /// <summary>Removes what leads to logs that are gone: those of containers that were removed while no agent ran.</summary>
    public void Sweep() => Attempt(() =>
    {
        foreach (var pod in FoldersIn(Pods))
        {
            foreach (var container in FoldersIn(pod)) RemoveDangling(container);
            RemoveEmpty(pod);
        }

        RemoveDangling(Containers);
    });

    private string OfPod(RuntimeContainer container) => Path.Combine(
        Pods, $"{container.Pod.Namespace}_{container.Pod.Name}_{container.Pod.Uid}", container.Name, container.Attempt.ToString(CultureInfo.InvariantCulture) + Suffix);

    private string Older(RuntimeContainer container)
    {
        var name = $"{container.Pod.Name}_{container.Pod.Namespace}_{container.Name}-{container.Id}";
        return Path.Combine(Containers, name[..Math.Min(name.Length, LongestFileName - Suffix.Length)] + Suffix);
    }

    private static void Link(string path, string target)
    {
        if (new FileInfo(path).LinkTarget == target) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    private static string[] FoldersIn(string path) => Directory.Exists(path) ? Directory.GetDirectories(path) : [];

    private static void RemoveDangling(string path)
    {
        if (!Directory.Exists(path)) return;
        foreach (var file in new DirectoryInfo(path).EnumerateFiles("*" + Suffix))
            if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true }) file.Delete();
    }

    /// <summary>Removes a pod's folder as far as nothing is in it; other agents of the machine have theirs beside it.</summary>
    private static void RemoveEmpty(string pod)
    {
        foreach (var path in FoldersIn(pod).Append(pod))
            if (!Directory.EnumerateFileSystemEntries(path).Any()) Directory.Delete(path);
    }

    private static void Attempt(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As with all that the agent writes down: a full or read-only disk ends no container.
            return;
        }
    }
}

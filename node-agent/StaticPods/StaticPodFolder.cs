using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.StaticPods;

/// <summary>
/// Runs the pods whose manifests stand in a folder of the machine, with or without an API server, and shows each to the API server as a mirror: it is
/// made anew when somebody deletes it, and goes with the file.
/// </summary>
public sealed partial class StaticPodFolder(
    string folder, PodFleet fleet, Informer<Pod> informer, KubeClient client, Func<Node> node, string nodeName, MirrorStatuses statuses, TimeProvider time, ILogger<StaticPodFolder> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _look = new(1);
    private Dictionary<string, (DateTime Written, Pod? Pod)> _files = [];
    private bool _waits;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var watcher = Watch();
        informer.Changed += change =>
        {
            if (StaticPod.IsMirror(change.Object)) Look();
        };
        while (true)
        {
            await _look.WaitAsync(_waits ? Soon : Period, cancellationToken);
            try
            {
                var pods = Read(cancellationToken);
                if (informer.Synced.IsCompleted) await MirrorAsync(pods, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogRefused(folder, e.Message);
            }
        }
    }

    /// <summary>Tells of changes at once; where the machine has no more watches to give, the periodic look has to do.</summary>
    private FileSystemWatcher? Watch()
    {
        var watcher = new FileSystemWatcher(folder);
        watcher.Changed += (_, _) => Look();
        watcher.Created += (_, _) => Look();
        watcher.Deleted += (_, _) => Look();
        watcher.Renamed += (_, _) => Look();
        try
        {
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException e)
        {
            LogUnwatched(folder, e.Message);
            watcher.Dispose();
            return null;
        }
    }

    private void Look()
    {
        if (_look.CurrentCount == 0) _look.Release();
    }

    /// <summary>Takes on the pods of new and changed files and lets those of removed ones go.</summary>
    private List<Pod> Read(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (DateTime Written, Pod? Pod)>();
        foreach (var file in Directory.EnumerateFiles(folder).Where(static f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal))
        {
            var written = File.GetLastWriteTimeUtc(file);
            found[file] = _files.TryGetValue(file, out var known) && known.Written == written ? known : (written, Parse(file));
        }

        _files = found;
        var pods = StaticPod.Chosen(found.Values.Select(static f => f.Pod).OfType<Pod>(), fleet.Pods.Select(static p => p.Metadata.Uid).ToHashSet());
        var uids = pods.Select(static p => p.Metadata.Uid).ToHashSet();
        var outdated = fleet.Pods.Where(p => StaticPod.Is(p) && !uids.Contains(p.Metadata.Uid)).ToList();
        foreach (var gone in outdated)
        {
            fleet.Remove(gone.Metadata.Uid);
            statuses.Forget(gone.Metadata.Uid);
        }

        // What a changed file asks for comes once what it asked for before has ended.
        var waiting = pods.Where(pod => outdated.Any(o => StaticPod.Place(o) == StaticPod.Place(pod))).ToList();
        _waits = waiting.Count > 0;
        foreach (var pod in pods.Except(waiting)) fleet.Keep(pod, cancellationToken);
        return pods;
    }

    private Pod? Parse(string file)
    {
        try
        {
            return StaticPod.Read(File.ReadAllBytes(file), file, nodeName, time.GetUtcNow());
        }
        catch (Exception e) when (e is StatusException or IOException)
        {
            LogRefused(file, e.Message);
            return null;
        }
    }

    /// <summary>Brings the mirrors in line. What fails is tried again at the next look.</summary>
    private async Task MirrorAsync(List<Pod> pods, CancellationToken cancellationToken)
    {
        var mirrors = informer.Snapshot.Objects.Values.Where(StaticPod.IsMirror).ToDictionary(StaticPod.Place);
        try
        {
            foreach (var (place, mirror) in mirrors)
            {
                if (pods.Any(p => StaticPod.Place(p) == place && StaticPod.Shows(mirror, p))) statuses.Know(mirror);
                else await DeleteAsync(mirror, cancellationToken);
            }

            foreach (var pod in pods)
            {
                var shown = mirrors.GetValueOrDefault(StaticPod.Place(pod));
                if (shown is not null && StaticPod.Shows(shown, pod)) continue;
                await client.Of<Pod>().InNamespace(pod.Metadata.Namespace).CreateAsync(StaticPod.Mirror(pod, node()), cancellationToken: cancellationToken);
            }
        }
        catch (Exception e) when (e is StatusException or HttpRequestException)
        {
            LogNotMirrored(e.Message);
        }
    }

    private async Task DeleteAsync(Pod mirror, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = mirror.Metadata.Uid } };
            await client.Of<Pod>().InNamespace(mirror.Metadata.Namespace).DeleteAsync(mirror.Metadata.Name, options, cancellationToken);
        }
        catch (StatusException e) when (e.Code is 404 or 409)
        {
            // It has gone already, or another one has its name.
        }
    }

    [LoggerMessage(LogLevel.Warning, "the manifest {file} is not run: {reason}")]
    private partial void LogRefused(string file, string reason);

    [LoggerMessage(LogLevel.Warning, "the folder {folder} is not watched, only looked at now and then: {reason}")]
    private partial void LogUnwatched(string folder, string reason);

    [LoggerMessage(LogLevel.Warning, "static pods could not be shown to the API server: {reason}")]
    private partial void LogNotMirrored(string reason);
}

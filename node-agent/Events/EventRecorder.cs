using System.Threading.Channels;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.NodeAgent.Events;

/// <summary>Writes events to the API server in the background. The same event again raises the count of the first.</summary>
public sealed partial class EventRecorder(KubeClient client, string node, TimeProvider time, ILogger<EventRecorder> logger) : IEventRecorder
{
    private const int LongestQueue = 1000;
    private const int LargestMemory = 4096;
    private const string Component = "kubelet";

    private readonly Channel<(ObjectReference About, string Type, string Reason, string Message, DateTimeOffset Time)> _queue =
        Channel.CreateBounded<(ObjectReference, string, string, string, DateTimeOffset)>(new BoundedChannelOptions(LongestQueue) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Dictionary<string, (string Name, int Count)> _seen = [];

    public void Record(ObjectReference about, string type, string reason, string message)
    {
        LogEvent(about.Kind, about.Namespace, about.Name, reason, message);
        _queue.Writer.TryWrite((about, type, reason, message, time.GetUtcNow()));
    }

    /// <summary>Sends events until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (about, type, reason, message, at) in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await SendAsync(about, type, reason, message, at, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or StatusException)
            {
                LogLost(reason, about.Name, e.Message);
            }
        }
    }

    private async Task SendAsync(ObjectReference about, string type, string reason, string message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var events = client.Of<Event>().InNamespace(about.Namespace.Length > 0 ? about.Namespace : "default");
        var key = $"{about.Uid}|{about.FieldPath}|{type}|{reason}|{message}";
        if (_seen.TryGetValue(key, out var seen))
        {
            try
            {
                await events.PatchAsync(seen.Name, PatchKind.Merge, new { count = seen.Count + 1, lastTimestamp = at }, cancellationToken: cancellationToken);
                _seen[key] = (seen.Name, seen.Count + 1);
                return;
            }
            catch (StatusException e) when (e.Reason == StatusReason.NotFound)
            {
                _seen.Remove(key);
            }
        }

        var name = $"{about.Name}.{at.Ticks:x}{_seen.Count:x}";
        await events.CreateAsync(Event(name, events.Namespace, about, type, reason, message, at), cancellationToken: cancellationToken);
        if (_seen.Count >= LargestMemory) _seen.Clear();
        _seen[key] = (name, 1);
    }

    private Event Event(string name, string ns, ObjectReference about, string type, string reason, string message, DateTimeOffset at) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = ns },
        InvolvedObject = about, Type = type, Reason = reason, Message = message, Count = 1, FirstTimestamp = at, LastTimestamp = at,
        Source = new EventSource { Component = Component, Host = node }, ReportingComponent = Component, ReportingInstance = node,
    };

    [LoggerMessage(LogLevel.Information, "{kind} {ns}/{name}: {reason}: {message}")]
    private partial void LogEvent(string kind, string ns, string name, string reason, string message);

    [LoggerMessage(LogLevel.Debug, "event {reason} about {name} is lost: {why}")]
    private partial void LogLost(string reason, string name, string why);
}

using System.Threading.Channels;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Recording;

namespace Orleans.Kube.NodeAgent.Events;

/// <summary>Writes events to the API server in the background. What is repeated raises the count of the first, as <see cref="EventCorrelator"/> says.</summary>
public sealed partial class EventRecorder(KubeClient client, string node, TimeProvider time, ILogger<EventRecorder> logger) : IEventRecorder
{
    private const int LongestQueue = 1000;
    private const string Component = "kubelet";

    private readonly Channel<(ObjectReference About, string Type, string Reason, string Message, DateTimeOffset Time)> _queue =
        Channel.CreateBounded<(ObjectReference, string, string, string, DateTimeOffset)>(new BoundedChannelOptions(LongestQueue) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly EventCorrelator _correlator = new(new EventLimits());

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
        if (_correlator.Note(Make(about, type, reason, message, at), at) is not { } content) return;
        var events = client.Of<Event>().InNamespace(content.Metadata.Namespace);
        if (content.Count > 1)
        {
            try
            {
                var repeated = new { count = content.Count, lastTimestamp = at, message = content.Message };
                await events.PatchAsync(content.Metadata.Name, PatchKind.Merge, repeated, cancellationToken: cancellationToken);
                return;
            }
            catch (StatusException e) when (e.Reason == StatusReason.NotFound)
            {
                // It was too old to be kept.
            }
        }

        await events.CreateAsync(content, cancellationToken: cancellationToken);
    }

    private Event Make(ObjectReference about, string type, string reason, string message, DateTimeOffset at) => new()
    {
        Metadata = new ObjectMeta { Name = _correlator.NameFor(about.Name, at), Namespace = about.Namespace.Length > 0 ? about.Namespace : "default" },
        InvolvedObject = about, Type = type, Reason = reason, Message = message, Count = 1, FirstTimestamp = at, LastTimestamp = at,
        Source = new EventSource { Component = Component, Host = node }, ReportingComponent = Component, ReportingInstance = node,
    };

    [LoggerMessage(LogLevel.Information, "{kind} {ns}/{name}: {reason}: {message}")]
    private partial void LogEvent(string kind, string ns, string name, string reason, string message);

    [LoggerMessage(LogLevel.Debug, "event {reason} about {name} is lost: {why}")]
    private partial void LogLost(string reason, string name, string why);
}

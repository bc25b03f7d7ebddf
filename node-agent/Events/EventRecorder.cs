using System.Threading.Channels;
using Orleans.Kube.Client;
using Orleans.Kube.Model;
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

    private readonly Channel<Event> _queue = Channel.CreateBounded<Event>(new BoundedChannelOptions(LongestQueue) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly EventCorrelator _correlator = new(new EventLimits());

    public void Record(ObjectReference about, string type, string reason, string message, IReadOnlyDictionary<string, string>? annotations = null)
    {
        LogEvent(about.Kind, about.Namespace, about.Name, reason, message);
        _queue.Writer.TryWrite(Make(about, type, reason, message, annotations ?? EmptyMap<string>.Value, time.GetUtcNow()));
    }

    /// <summary>Sends events until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var item in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await SendAsync(item, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or StatusException)
            {
                LogLost(item.Reason, item.InvolvedObject.Name, e.Message);
            }
        }
    }

    private async Task SendAsync(Event item, CancellationToken cancellationToken)
    {
        var at = item.LastTimestamp!.Value;
        if (_correlator.Note(item with { Metadata = item.Metadata with { Name = _correlator.NameFor(item.InvolvedObject.Name, at) } }, at) is not { } content) return;
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

    private Event Make(ObjectReference about, string type, string reason, string message, IReadOnlyDictionary<string, string> annotations, DateTimeOffset at) => new()
    {
        Metadata = new ObjectMeta { Namespace = about.Namespace.Length > 0 ? about.Namespace : "default", Annotations = annotations },
        InvolvedObject = about, Type = type, Reason = reason, Message = message, Count = 1, FirstTimestamp = at, LastTimestamp = at,
        Source = new EventSource { Component = Component, Host = node }, ReportingComponent = Component, ReportingInstance = node,
    };

    [LoggerMessage(LogLevel.Information, "{kind} {ns}/{name}: {reason}: {message}")]
    private partial void LogEvent(string kind, string ns, string name, string reason, string message);

    [LoggerMessage(LogLevel.Debug, "event {reason} about {name} is lost: {why}")]
    private partial void LogLost(string reason, string name, string why);
}

using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Recording;

namespace Orleans.Kube.Grains;

/// <summary>
/// Records core/v1 Events. <see cref="Record(ApiObject, PlannedEvent, string)"/> returns at once and never fails; what it takes is written
/// in the background, repetitions as a count. Events are hints for people: under pressure, and when the silo stops, some are lost.
/// </summary>
public sealed class EventRecorder : BackgroundService
{
    private readonly IGrainFactory _grains;
    private readonly ResourceRegistry _registry;
    private readonly TimeProvider _time;
    private readonly ILogger<EventRecorder> _logger;
    private readonly Channel<EventSeen> _seen;
    private readonly SemaphoreSlim _slots;
    private readonly EventCorrelator _correlator;

    // The latest content of each event that is being written, by its name.
    private readonly Dictionary<string, Event> _writing = [];

    public EventRecorder(IGrainFactory grains, ResourceRegistry registry, TimeProvider time, EventOptions options, ILogger<EventRecorder> logger)
    {
        (_grains, _registry, _time, _logger) = (grains, registry, time, logger);
        _seen = Channel.CreateBounded<EventSeen>(new BoundedChannelOptions(options.Waiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        _slots = new SemaphoreSlim(options.Parallelism);
        _correlator = new EventCorrelator(options.Limits);
    }

    /// <summary>Records an event about a stored object.</summary>
    /// <param name="component">Who saw it: <c>replicaset-controller</c>.</param>
    public void Record(ApiObject regarding, PlannedEvent seen, string component)
    {
        var definition = _registry[regarding.Key.Resource];
        var reference = new ObjectReference
        {
            ApiVersion = definition.ApiVersion,
            Kind = definition.Kind,
            Namespace = regarding.Key.Namespace,
            Name = regarding.Key.Name,
            Uid = regarding.Header.Uid,
            ResourceVersion = regarding.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        Record(reference, seen, component);
    }

    /// <summary>Records an event about what the reference names.</summary>
    public void Record(ObjectReference regarding, PlannedEvent seen, string component) =>
        _seen.Writer.TryWrite(new EventSeen(regarding, seen, component, _time.GetUtcNow()));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var seen in _seen.Reader.ReadAllAsync(stoppingToken))
        {
            string name;
            lock (_writing)
            {
                if (_correlator.Note(Make(seen), seen.At) is not { } content) continue;
                name = content.Metadata.Name;
                var isUnderWay = _writing.ContainsKey(name);
                _writing[name] = content;
                if (isUnderWay) continue;
            }

            await _slots.WaitAsync(stoppingToken);
            _ = WriteAsync(name);
        }
    }

    /// <summary>Writes an event until its latest content is stored.</summary>
    private async Task WriteAsync(string name)
    {
        Event? written = null;
        try
        {
            while (true)
            {
                lock (_writing)
                {
                    if (ReferenceEquals(_writing[name], written))
                    {
                        _writing.Remove(name);
                        return;
                    }

                    written = _writing[name];
                }

                await StoreAsync(written);
            }
        }
        catch (Exception error)
        {
            lock (_writing) _writing.Remove(name);
            EventLog.Lost(_logger, error, written!.Reason, written.InvolvedObject.Name);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task StoreAsync(Event content)
    {
        var key = new ObjectKey(Resources.Events, content.Metadata.Namespace, content.Metadata.Name);
        var (grain, context) = (_grains.ObjectGrain(key), WriteContext.System(content.Source.Component));
        var stored = ApiObject.FromContent(key, content);
        if (content.Count > 1 && (await grain.ReplaceAsync(new ReplaceRequest(stored, "", context))).Failure is null) return;
        var reply = await grain.CreateAsync(new CreateRequest(stored, context));
        if (reply.Failure is not null) EventLog.Refused(_logger, content.Reason, content.InvolvedObject.Name, PlanWriter.Status(reply).Message);
    }

    private Event Make(EventSeen seen)
    {
        var at = new DateTimeOffset(seen.At.Ticks - (seen.At.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return new Event
        {
            ApiVersion = "v1",
            Kind = "Event",
            Metadata = new ObjectMeta
            {
                Name = _correlator.NameFor(seen.Regarding.Name, seen.At),
                Namespace = seen.Regarding.Namespace.Length > 0 ? seen.Regarding.Namespace : "default",
            },
            InvolvedObject = seen.Regarding,
            Type = seen.Event.Type,
            Reason = seen.Event.Reason,
            Message = seen.Event.Message,
            Source = new EventSource { Component = seen.Component },
            ReportingComponent = seen.Component,
            FirstTimestamp = at,
            LastTimestamp = at,
            Count = 1,
        };
    }
}

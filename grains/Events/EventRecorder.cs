using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

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
    private readonly EventOptions _options;
    private readonly ILogger<EventRecorder> _logger;
    private readonly Channel<EventSeen> _seen;
    private readonly SemaphoreSlim _slots;
    private readonly EventMemory _memory;

    public EventRecorder(IGrainFactory grains, ResourceRegistry registry, TimeProvider time, EventOptions options, ILogger<EventRecorder> logger)
    {
        (_grains, _registry, _time, _options, _logger) = (grains, registry, time, options, logger);
        _seen = Channel.CreateBounded<EventSeen>(new BoundedChannelOptions(options.Waiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        _slots = new SemaphoreSlim(options.Parallelism);
        _memory = new EventMemory(options);
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
            RememberedEvent? entry;
            lock (_memory)
            {
                entry = _memory.Note(seen);
                if (entry is null || entry.Writing) continue;
                entry.Writing = true;
            }

            await _slots.WaitAsync(stoppingToken);
            _ = WriteAsync(entry);
        }
    }

    /// <summary>Writes an entry until its latest content is stored.</summary>
    private async Task WriteAsync(RememberedEvent entry)
    {
        try
        {
            for (Event? written = null; ;)
            {
                lock (_memory)
                {
                    entry.Writing = !ReferenceEquals(entry.Content, written);
                    if (!entry.Writing) return;
                    written = entry.Content;
                }

                entry.Created = await StoreAsync(written, entry.Created);
            }
        }
        catch (Exception error)
        {
            lock (_memory) entry.Writing = false;
            EventLog.Lost(_logger, error, entry.Content.Reason, entry.Content.InvolvedObject.Name);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<bool> StoreAsync(Event content, bool created)
    {
        var key = new ObjectKey(Resources.Events, content.Metadata.Namespace, content.Metadata.Name);
        var (grain, context) = (_grains.ObjectGrain(key), WriteContext.System(content.Source.Component));
        var stored = ApiObject.FromContent(key, content);
        if (created)
        {
            var replaced = await grain.ReplaceAsync(new ReplaceRequest(stored, "", context));
            if (replaced.Failure is null) return true;
        }

        var reply = await grain.CreateAsync(new CreateRequest(stored, context));
        if (reply.Failure is not null) EventLog.Refused(_logger, content.Reason, content.InvolvedObject.Name, PlanWriter.Status(reply).Message);
        return reply.Failure is null;
    }
}

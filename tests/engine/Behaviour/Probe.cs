using System.Collections.Concurrent;

namespace Orleans.Kube.Engine.Tests.Behaviour;

/// <summary>How a test and its grains meet: gates at which grains wait, and notes that grains leave and tests await.</summary>
internal sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly Lock _lock = new();
    private readonly List<string> _notes = [];
    private readonly List<(string Note, int Count, TaskCompletionSource Seen)> _waiters = [];

    /// <summary>Where grains run their turns, by key, for grains that tell.</summary>
    public ConcurrentDictionary<string, SynchronizationContext> Turns { get; } = new();

    public string[] Notes
    {
        get
        {
            lock (_lock)
            {
                return [.. _notes];
            }
        }
    }

    /// <summary>Completes when the test opens the gate.</summary>
    public Task Gate(string name) => Of(name).Task;

    public void Open(string name) => Of(name).TrySetResult();

    public void OpenAll()
    {
        foreach (var gate in _gates.Values)
        {
            gate.TrySetResult();
        }
    }

    public void Note(string note)
    {
        lock (_lock)
        {
            _notes.Add(note);
            foreach (var waiter in _waiters.Where(waiter => Count(waiter.Note) >= waiter.Count))
            {
                waiter.Seen.TrySetResult();
            }
        }
    }

    /// <summary>Completes when the note has been left that many times.</summary>
    public Task Noted(string note, int count = 1)
    {
        lock (_lock)
        {
            if (Count(note) >= count)
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((note, count, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    private int Count(string note) => _notes.Count(one => one == note);

    private TaskCompletionSource Of(string name) =>
        _gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

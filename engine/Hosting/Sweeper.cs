using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Engine;

/// <summary>Every period: brings the clock on, answers calls that are late, and moves the hand that ends idle activations.</summary>
internal sealed class Sweeper(SiloClock clock, Departures departures, GrainCatalog catalog, EmbeddedEngineOptions options, ILogger log) : IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private IEnumerator<Activation>? _hand;

    public void Start() => _timer = clock.Time.CreateTimer(
        static sweeper => ((Sweeper)sweeper!).Sweep(), this, options.SweepPeriod, options.SweepPeriod);

    public void Dispose() => _timer?.Dispose();

    private void Sweep()
    {
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            clock.Advance();
            departures.Expire(options.RequestTimeout);
            if (options.IdleAge != Timeout.InfiniteTimeSpan)
            {
                MoveHand();
            }
        }
        catch (Exception error)
        {
            // A timer's callback has nobody above it: an exception would end the process.
            log.SweepFailed(error);
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void MoveHand()
    {
        _hand ??= catalog.Activations.GetEnumerator();
        for (var i = 0; i < options.SweepBatch; i++)
        {
            if (!_hand.MoveNext())
            {
                _hand.Dispose();
                _hand = null;
                return;
            }

            _hand.Current.EndIfIdle();
        }
    }
}

using System.Security.Cryptography.X509Certificates;

namespace Orleans.Kube.Silo.Pki;

/// <summary>A certificate that is made anew before it ends, whenever somebody asks for it: a silo may run for longer than a certificate lasts. Safe for concurrent use.</summary>
/// <param name="make">Makes or loads one that lasts.</param>
/// <param name="time">The clock.</param>
public sealed class RenewedCertificate(Func<X509Certificate2> make, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private X509Certificate2? _current;

    /// <summary>The one for now. Where there is no room to keep the next one, it is the last one as long as it lasts.</summary>
    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
            {
                if (_current is not null && new DateTimeOffset(_current.NotAfter) - time.GetUtcNow() > RenewBefore) return _current;
                try
                {
                    // Connections that were begun with the last one may still read it, so it is left to the collector.
                    return _current = make();
                }
                catch (IOException) when (_current is not null)
                {
                    return _current;
                }
            }
        }
    }

    public void Dispose() => _current?.Dispose();
}

using System.Security.Cryptography.X509Certificates;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.NodeAgent.Joining;

/// <summary>Has the node's certificate made anew when 70 to 90 % of its life are over; new connections use it from then on.</summary>
/// <param name="request">Gets a new certificate with its key, in PEM.</param>
/// <param name="chance">A number from 0 to 1 that spreads the nodes of a cluster.</param>
public sealed partial class CertificateRotation(
    NodeCredentials credentials, Func<CancellationToken, Task<string>> request, double chance, TimeProvider time, ILogger<CertificateRotation> logger)
{
    private const double Earliest = 0.7;
    private const double Spread = 0.2;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>When a certificate is to be replaced.</summary>
    public static DateTimeOffset Due(X509Certificate2 certificate, double chance)
    {
        DateTimeOffset start = certificate.NotBefore.ToUniversalTime();
        return start + ((certificate.NotAfter.ToUniversalTime() - start) * (Earliest + (Spread * chance)));
    }

    /// <summary>How long the next request waits at least: to a clock that is ahead the new certificate may be old already.</summary>
    private static TimeSpan Pause(X509Certificate2 certificate)
    {
        var share = (certificate.NotAfter - certificate.NotBefore) / 10;
        return share < Retry ? Retry : share > LongestWait ? LongestWait : share;
    }

    /// <summary>Looks after the certificate until cancelled. A node that did not join has none to look after.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (credentials.Load() is { } certificate)
        {
            DateTimeOffset due;
            TimeSpan pause;
            using (certificate) (due, pause) = (Due(certificate, chance), Pause(certificate));
            var wait = due - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken);
                continue;
            }

            try
            {
                credentials.WriteCertificate(await request(cancellationToken));
                LogRotated();
                await Task.Delay(pause, time, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or StatusException or JoinException or IOException)
            {
                LogFailed(e.Message);
                await Task.Delay(Retry, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "the node's certificate was made anew")]
    private partial void LogRotated();

    [LoggerMessage(LogLevel.Warning, "the node's certificate could not be made anew: {reason}")]
    private partial void LogFailed(string reason);
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orleans.Kube.Client;

/// <summary>A client certificate that lives in files and is replaced there before it ends: new connections take the one that is there then.</summary>
internal sealed class ClientCertificateFile(string certificate, string key)
{
    private readonly Lock _lock = new();
    private X509Certificate2? _current;
    private DateTime _written;

    /// <summary>The certificate; the last good one while the files cannot be read.</summary>
    public X509Certificate2? Current()
    {
        lock (_lock)
        {
            var written = File.GetLastWriteTimeUtc(certificate);
            if (_current is not null && written == _written) return _current;
            try
            {
                // The earlier one may still be in a handshake: it is left to the collector.
                (_current, _written) = (X509Certificate2.CreateFromPemFile(certificate, key), written);
            }
            catch (Exception e) when (_current is not null && e is IOException or CryptographicException)
            {
                return _current;
            }

            return _current;
        }
    }
}

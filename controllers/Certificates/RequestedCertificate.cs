using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Orleans.Kube.Controllers.Certificates;

/// <summary>What a PKCS#10 request asks for: a subject and other names for it.</summary>
public sealed record RequestedCertificate(string CommonName, IReadOnlyList<string> Organizations)
{
    private const string AlternativeNames = "2.5.29.17";

    public int DnsNames { get; init; }

    public int Addresses { get; init; }

    public int Emails { get; init; }

    public int Uris { get; init; }

    /// <summary>Reads the PEM of a request, or null when it is malformed or not signed with its own key.</summary>
    public static RequestedCertificate? Parse(byte[]? pem)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(
                Encoding.UTF8.GetString(pem ?? []), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            var read = Subject(request.SubjectName);
            return request.CertificateExtensions.FirstOrDefault(static e => e.Oid?.Value == AlternativeNames) is { } names ? Count(read, names) : read;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or AsnContentException)
        {
            return null;
        }
    }

    private static RequestedCertificate Subject(X500DistinguishedName subject)
    {
        var (name, organizations) = ("", new List<string>());
        foreach (var part in subject.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            if (part.HasMultipleElements || part.GetSingleElementValue() is not { } value) continue;
            if (part.GetSingleElementType().Value == "2.5.4.3") name = value;
            else if (part.GetSingleElementType().Value == "2.5.4.10") organizations.Add(value);
        }

        return new RequestedCertificate(name, organizations);
    }

    private static RequestedCertificate Count(RequestedCertificate read, X509Extension extension)
    {
        var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var kind = names.PeekTag().TagValue;
            names.ReadEncodedValue();
            read = kind switch
            {
                1 => read with { Emails = read.Emails + 1 },
                2 => read with { DnsNames = read.DnsNames + 1 },
                6 => read with { Uris = read.Uris + 1 },
                7 => read with { Addresses = read.Addresses + 1 },
                _ => read,
            };
        }

        return read;
    }
}

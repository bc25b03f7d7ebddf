using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.NodeAgent.Joining;
using Orleans.Kube.Testing;

namespace Orleans.Kube.NodeAgent.Tests.Joining;

public sealed class CertificateRotationTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("rotation-").FullName;

    [Theory]
    [InlineData(0, 70)]
    [InlineData(0.5, 80)]
    [InlineData(1, 90)]
    public void A_certificate_is_replaced_when_most_of_its_life_is_over(double chance, int hours)
    {
        using var certificate = X509Certificate2.CreateFromPem(Pem(Start, TimeSpan.FromHours(100)));
        CertificateRotation.Due(certificate, chance).ShouldBe(Start.AddHours(hours));
    }

    [Fact]
    public async Task A_new_certificate_takes_the_place_of_the_old_one_after_failures_too()
    {
        var time = new FakeTime(Start);
        var credentials = new NodeCredentials(_folder);
        credentials.WriteCertificate(Pem(Start, TimeSpan.FromHours(10)));
        var asked = 0;
        using var rotated = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var running = new CertificateRotation(credentials, _ =>
        {
            if (++asked == 1) throw new HttpRequestException("away");
            rotated.Release();
            return Task.FromResult(Pem(time.GetUtcNow(), TimeSpan.FromHours(1000)));
        }, 0, time, NullLogger<CertificateRotation>.Instance).RunAsync(stop.Token);

        time.Advance(TimeSpan.FromHours(6.9));
        asked.ShouldBe(0);
        while (!await rotated.WaitAsync(TimeSpan.FromMilliseconds(10))) time.Advance(TimeSpan.FromMinutes(1));
        asked.ShouldBe(2);
        (time.GetUtcNow() - Start).ShouldBeLessThan(TimeSpan.FromHours(10));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        using var now = credentials.Load();
        (now!.NotAfter - now.NotBefore).ShouldBe(TimeSpan.FromHours(1000));
        File.GetUnixFileMode(credentials.Certificate).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_clock_that_is_ahead_of_the_servers_asks_for_no_more_than_one_in_an_hour()
    {
        var time = new FakeTime(Start.AddDays(330));
        var credentials = new NodeCredentials(_folder);
        credentials.WriteCertificate(Pem(Start, TimeSpan.FromDays(365)));
        using var rotated = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var running = new CertificateRotation(credentials, _ =>
        {
            rotated.Release();
            return Task.FromResult(Pem(Start, TimeSpan.FromDays(365)));
        }, 0, time, NullLogger<CertificateRotation>.Instance).RunAsync(stop.Token);

        await rotated.WaitAsync(TimeSpan.FromSeconds(20));
        time.Advance(TimeSpan.FromMinutes(59));
        rotated.CurrentCount.ShouldBe(0);
        time.Advance(TimeSpan.FromMinutes(1));
        (await rotated.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Pem(DateTimeOffset start, TimeSpan life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=system:node:n", key, HashAlgorithmName.SHA256).CreateSelfSigned(start, start + life);
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}

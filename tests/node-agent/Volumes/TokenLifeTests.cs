using System.Buffers.Text;
using System.Text;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Tests.Volumes;

public sealed class TokenLifeTests
{
    private static readonly DateTimeOffset Issued = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1.0, 0.79, false)]
    [InlineData(1.0, 0.80, true)]
    [InlineData(100.0, 23.9, false)]
    [InlineData(100.0, 24.0, true)]
    public void A_token_is_due_after_four_fifths_of_its_life_or_a_day(double lifeInHours, double ageInHours, bool isDue) =>
        TokenLife.IsDue(Token(Issued, Issued.AddHours(lifeInHours)), Issued.AddHours(ageInHours)).ShouldBe(isDue);

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("a.e30.c")]
    public void What_is_no_token_is_due_and_over(string text)
    {
        TokenLife.IsDue(text, Issued).ShouldBeTrue();
        TokenLife.IsOver(text, Issued).ShouldBeTrue();
    }

    [Fact]
    public void A_due_token_is_good_until_its_end()
    {
        var token = Token(Issued, Issued.AddHours(1));

        TokenLife.IsOver(token, Issued.AddMinutes(59)).ShouldBeFalse();
        TokenLife.IsOver(token, Issued.AddMinutes(60)).ShouldBeTrue();
    }

    private static string Token(DateTimeOffset issued, DateTimeOffset expires) =>
        $"h.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"iat":{{issued.ToUnixTimeSeconds()}},"exp":{{expires.ToUnixTimeSeconds()}}}"""))}.s";
}

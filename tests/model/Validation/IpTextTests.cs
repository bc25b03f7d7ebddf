using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Tests.Validation;

public class IpTextTests
{
    [Theory]
    [InlineData("10.96.0.011", "10.96.0.11")]
    [InlineData("010.000.0.1", "10.0.0.1")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("2001:DB8::0001", "2001:db8::1")]
    [InlineData("::ffff:1.2.3.4", "::ffff:1.2.3.4")]
    public void An_address_is_read_in_decimal(string text, string address)
    {
        IpText.TryParse(text, out var parsed).ShouldBeTrue();
        parsed!.ToString().ShouldBe(address);
        IpText.Canonical(text).ShouldBe(address);
    }

    [Theory]
    [InlineData("010.0.0.0/8", "10.0.0.0/8")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    [InlineData("web/1", "web/1")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    public void A_range_is_read_likewise(string text, string range) => IpText.CanonicalRange(text).ShouldBe(range);

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("1..2.3")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4/24")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("web")]
    public void Anything_else_is_none(string text)
    {
        IpText.TryParse(text, out _).ShouldBeFalse();
        IpText.Canonical(text).ShouldBe(text);
    }
}

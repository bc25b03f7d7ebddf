using FsCheck;
using FsCheck.Fluent;

namespace Orleans.Kube.Model.Tests.Objects;

public class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0Mi", "0")]
    [InlineData("0.5", "500m")]
    [InlineData("1500m", "1500m")]
    [InlineData("2000m", "2")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("100k", "100k")]
    [InlineData("1000k", "1M")]
    [InlineData("1000", "1k")]
    [InlineData("1024", "1024")]
    [InlineData("1023Ki", "1023Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0.1Ki", "102400m")]
    [InlineData("0.0001Mi", "104857600u")]
    [InlineData("-1.5Gi", "-1536Mi")]
    [InlineData("-5", "-5")]
    [InlineData("+5", "5")]
    [InlineData("1e3", "1e3")]
    [InlineData("1E3", "1e3")]
    [InlineData("12e-1", "1200e-3")]
    [InlineData("1.5e2", "150")]
    [InlineData("0.1n", "1n")]
    [InlineData("-0.1n", "-1n")]
    [InlineData("1.0000000001", "1000000001n")]
    [InlineData(".5", "500m")]
    [InlineData("5.", "5")]
    [InlineData("00012", "12")]
    [InlineData("1E", "1E")]
    [InlineData("1Ei", "1Ei")]
    [InlineData("100E", "100E")]
    [InlineData("123456789012345678901234567890n", "123456789012345678901234567890n")]
    [InlineData("0.000000000000000000000000001Ei", "2n")]
    public void The_canonical_form_is_that_of_Kubernetes(string text, string canonical) => Quantity.Parse(text).ToString().ShouldBe(canonical);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1K")]
    [InlineData("1kk")]
    [InlineData("one")]
    [InlineData("1 Gi")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("--1")]
    [InlineData("1mi")]
    [InlineData("e5")]
    [InlineData("0x10")]
    public void What_is_no_quantity_is_refused(string text) => Quantity.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("1m", 1, 1)]
    [InlineData("1500m", 2, 1500)]
    [InlineData("-1500m", -1, -1500)]
    [InlineData("1n", 1, 1)]
    [InlineData("64Gi", 68719476736, 68719476736000)]
    [InlineData("1e30", long.MaxValue, long.MaxValue)]
    [InlineData("-1e30", long.MinValue, long.MinValue)]
    public void Whole_and_thousandths_round_up_and_stay_in_64_bits(string text, long value, long milli)
    {
        var quantity = Quantity.Parse(text);
        (quantity.Value, quantity.MilliValue).ShouldBe((value, milli));
    }

    [Fact]
    public void Equal_amounts_are_equal_however_they_are_written()
    {
        Quantity.Parse("1Gi").ShouldBe(Quantity.Parse("1024Mi"));
        Quantity.Parse("1").GetHashCode().ShouldBe(Quantity.Parse("1000m").GetHashCode());
        Quantity.Parse("1G").ShouldNotBe(Quantity.Parse("1Gi"));
    }

    [Fact]
    public void The_canonical_form_reads_back_as_the_same_amount() => Prop.ForAll(Quantities(), static text =>
    {
        var quantity = Quantity.Parse(text);
        var again = Quantity.Parse(quantity.ToString());
        // A binary amount without a suffix reads back as a decimal one: 62.5Ki is 64000 is 64k, in Kubernetes too.
        return again == quantity && (again.Format != quantity.Format || again.ToString() == quantity.ToString());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sums_take_back_what_was_added() => Prop.ForAll(Quantities(), Quantities(), static (left, right) =>
    {
        var (a, b) = (Quantity.Parse(left), Quantity.Parse(right));
        return a + b - b == a && (a + b).CompareTo(b + a) == 0 && (a < b) == (a - b).Sign < 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sums_beyond_the_limit_stay_at_the_limit()
    {
        var most = Quantity.Parse("1e40");
        (most + most).ShouldBe(most);
        (Quantity.Zero - most - most).ShouldBe(Quantity.Zero - most);
    }

    private static Arbitrary<string> Quantities() => Arb.From(
        from whole in Gen.Choose(-1_000_000, 1_000_000)
        from fraction in Gen.Elements("", ".5", ".25", ".001", ".123456789", ".1234567890123")
        from suffix in Gen.Elements("", "n", "u", "m", "k", "M", "G", "T", "P", "Ki", "Mi", "Gi", "Ti", "e3", "e-2", "E6")
        select whole + fraction + suffix);
}

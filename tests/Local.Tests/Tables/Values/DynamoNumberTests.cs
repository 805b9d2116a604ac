using System.Globalization;
using System.Numerics;
using CsCheck;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tests.Tables.Values;

public sealed class DynamoNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("0e999", "0")]
    [InlineData("007", "7")]
    [InlineData("+1.50", "1.5")]
    [InlineData("100", "100")]
    [InlineData("1e2", "100")]
    [InlineData("12.5E-1", "1.25")]
    [InlineData(".5", "0.5")]
    [InlineData("-0.001", "-0.001")]
    [InlineData("1E-3", "0.001")]
    [InlineData("12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    public void A_number_comes_back_in_plain_notation_without_superfluous_zeros(string text, string expected) =>
        DynamoNumber.Parse(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("", "The parameter cannot be converted to a numeric value")]
    [InlineData("b", "The parameter cannot be converted to a numeric value: b")]
    [InlineData("1.2.3", "The parameter cannot be converted to a numeric value: 1.2.3")]
    [InlineData("-", "The parameter cannot be converted to a numeric value: -")]
    [InlineData("1e", "The parameter cannot be converted to a numeric value: 1e")]
    [InlineData("NaN", "The parameter cannot be converted to a numeric value: NaN")]
    [InlineData(" 1", "The parameter cannot be converted to a numeric value:  1")]
    [InlineData("123456789012345678901234567890123456789", "Attempting to store more than 38 significant digits in a Number")]
    [InlineData("1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("-1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    public void What_DynamoDB_cannot_store_is_refused_in_its_words(string text, string message) =>
        Should.Throw<AwsException>(() => DynamoNumber.Parse(text)).Message.ShouldBe(message);

    [Fact]
    public void The_ends_of_the_range_are_in_it()
    {
        DynamoNumber.Parse("9.9999999999999999999999999999999999999E+125").Magnitude.ShouldBe(125);
        DynamoNumber.Parse("-1E-130").Magnitude.ShouldBe(-130);
    }

    [Fact]
    public void Sums_are_exact()
    {
        DynamoNumber.Add(DynamoNumber.Parse("0.1"), DynamoNumber.Parse("0.2")).ToString().ShouldBe("0.3");
        DynamoNumber.Add(DynamoNumber.Parse("1e20"), DynamoNumber.Parse("-1")).ToString().ShouldBe("99999999999999999999");
        DynamoNumber.Add(DynamoNumber.Parse("5"), DynamoNumber.Parse("-5")).ShouldBe(DynamoNumber.Parse("0"));
    }

    [Fact]
    public void A_sum_that_needs_more_than_38_digits_is_refused() =>
        Should.Throw<AwsException>(() => DynamoNumber.Add(DynamoNumber.Parse("1e38"), DynamoNumber.Parse("0.1")))
            .Message.ShouldBe("Attempting to store more than 38 significant digits in a Number");

    [Fact]
    public void Order_and_equality_are_those_of_the_exact_values() => Gen.Select(Generate.Number, Generate.Number).Sample((a, b) =>
    {
        var (exactA, exactB) = (Exact(a), Exact(b));
        Math.Sign(DynamoNumber.Compare(a, b)).ShouldBe(exactA.CompareTo(exactB));
        a.Equals(b).ShouldBe(exactA == exactB);
    });

    [Fact]
    public void Plain_notation_reads_back_as_the_same_number() =>
        Generate.Number.Sample(number => DynamoNumber.Parse(number.ToString()).ShouldBe(number));

    /// <summary>The number times 10^200, which makes every DynamoDB number an integer.</summary>
    private static BigInteger Exact(DynamoNumber number) =>
        BigInteger.Parse(number.Coefficient.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        * BigInteger.Pow(10, number.Exponent + 200)
        * (number.Negative ? -1 : 1);
}
